"""The fourteen KPIs, a module each: what a fact contributes to its measures. What they mean stands in `kpis.toml`."""
