-- What waits behind another of its member is not due by itself: it rests, and whoever looks for due work passes it by.
update delivery set due_ms = 9223372036854775807
where state in ('queued', 'retry_wait') and exists (
    select 1 from delivery e where e.merchant = delivery.merchant and e.hook = delivery.hook
      and e.member = delivery.member and e.event < delivery.event and e.state in ('queued', 'retry_wait', 'sending'));

-- What waits for each hook, by its age.
create index delivery_waiting on delivery (merchant, hook, kept_ms) where state in ('queued', 'retry_wait', 'sending');
