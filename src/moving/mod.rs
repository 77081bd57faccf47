//! Moving in and moving out: what a sheet of another system says of the shop's customers, read line by line, and the
//! file in which a shop goes from one installation to another.
//!
//! Nothing is written here and no database is asked. [`sheet`] finds out how a file is written and takes it apart,
//! [`columns`] which of its columns mean what, [`check`] what a line says, or what is wrong with it, [`lines`] what is
//! wrong with it beside the others. What they lead to is written by [`crate::app::bring`].
//! [`dump`] is the form of the file with everything; what stands in it is read and written by [`crate::app::office::relocation`].

pub mod cells;
pub mod check;
pub mod columns;
pub mod dump;
pub mod lines;
pub mod sheet;
