"""Single sign-on: in by the account that one has at work, at a provider that speaks OpenID Connect."""
