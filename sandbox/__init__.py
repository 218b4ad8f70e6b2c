"""An Autotask look-alike with a living desk inside. Shares no code with the other rooms."""
