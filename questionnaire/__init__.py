"""The questionnaire: its questions, and the codebook by which answers are coded."""
