"""Other frameworks and Samklang over the same documents, model and questions."""
