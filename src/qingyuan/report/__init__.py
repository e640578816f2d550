"""What people are shown of the pipeline's work: the ledgers in sum, and the changes to one text."""
