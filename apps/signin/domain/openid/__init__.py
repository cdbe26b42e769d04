"""OpenID Connect as Ciudadanía Digital speaks it: code flow with PKCE, tokens in PS256."""
