"""A corpus: thousands of articles in a store on disk, how it is brought up to date, read, and shown in part."""
