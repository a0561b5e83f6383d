"""From bytes to documents, passages and an index: the reading half of the pipeline."""
