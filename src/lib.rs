pub mod app;
pub mod dialogue;
pub mod domain;
pub mod emulator;
pub mod store;
pub mod whatsapp;
