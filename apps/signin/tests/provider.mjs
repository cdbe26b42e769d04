/**
 * A real OpenID Connect provider in the shape of Ciudadanía Digital, for tests: every visitor
 * is one made-up citizen who agrees at once. Its key comes from the test, which may so sign
 * what it likes. Usage: node provider.mjs <issuer> <port> <private JWK>
 */
import Provider from "oidc-provider";

const [issuer, port, jwk] = process.argv.slice(2);
const citizen = {
  sub: "5d3f1c9e-0000-4000-8000-000000000001",
  profile: {
    documento_identidad: { tipo_documento: "CI", numero_documento: "5234567", complemento: "1A" },
    nombre: { nombres: "JUANA", primer_apellido: "MAMANI", segundo_apellido: "QUISPE" },
  },
  fecha_nacimiento: "07/03/1984",
  email: "juana@example.org",
  celular: "70712345",
};

const provider = new Provider(issuer, {
  jwks: { keys: [JSON.parse(jwk)] },
  clients: [
    {
      client_id: "llajta",
      client_secret: "s3cret-of-the-tests/+",
      redirect_uris: ["http://testserver/entrar/ciudadania/vuelta/"],
      response_types: ["code"],
      grant_types: ["authorization_code"],
      id_token_signed_response_alg: "PS256",
      token_endpoint_auth_method: "client_secret_basic",
    },
  ],
  enabledJWA: { idTokenSigningAlgValues: ["PS256", "RS256"] },
  claims: {
    openid: ["sub"],
    profile: ["profile"],
    fecha_nacimiento: ["fecha_nacimiento"],
    email: ["email"],
    celular: ["celular"],
  },
  scopes: ["openid", "profile", "fecha_nacimiento", "email", "celular"],
  pkce: { required: () => true },
  features: { devInteractions: { enabled: false } },
  cookies: { keys: ["a key of the tests"] },
  findAccount: (_ctx, id) => ({ accountId: id, claims: () => citizen }),
  async loadExistingGrant(ctx) {
    const grant = new ctx.oidc.provider.Grant({
      clientId: ctx.oidc.client.clientId,
      accountId: ctx.oidc.session.accountId,
    });
    grant.addOIDCScope("openid profile fecha_nacimiento email celular");
    await grant.save();
    return grant;
  },
});

provider.use(async (ctx, next) => {
  if (!ctx.path.startsWith("/interaction/")) return next();
  const result = { login: { accountId: citizen.sub } };
  return provider.interactionFinished(ctx.req, ctx.res, result);
});

provider.listen(Number(port), "127.0.0.1");
