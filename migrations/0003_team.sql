-- Since when somebody works here; null for those who did before this was kept.
alter table staff add column since_ms bigint;
