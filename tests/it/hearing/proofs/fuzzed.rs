//! The corpus of the fuzz target, played through what the fuzzer plays.

#[path = "../../../fuzz/hear/entry.rs"]
mod entry;

#[test]
fn the_corpus_of_the_fuzzer_is_heard() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fuzz/hear/corpus/hear");
    let mut played = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        entry::play(&std::fs::read(file.unwrap().path()).unwrap());
        played += 1;
    }
    assert!(played >= 200, "{played} files");
}
