"""The stages of the pipeline, one module or folder each; `pipeline.py` holds their order."""
