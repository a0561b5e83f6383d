"""Measures, one family a module, each with its definition and source; all are read off records.

``summary.summarise`` gives every figure of a run; ``parts.PARTS`` names those counted by question.
None needs a language model.
"""
