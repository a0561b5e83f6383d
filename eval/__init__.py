"""Measuring Samklang: question sets, measures, baselines, proofs."""
