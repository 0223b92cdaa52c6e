"""Whether Livskraft is well: /healthz, /readyz and /metrics."""
