"""Other people's question sets, put to the pipeline like the project's own, where they are present.

Their texts are never part of the project: they are read where they lie and taken in, by the real
ingest, into a data folder that is scratch.
"""
