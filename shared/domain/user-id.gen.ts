// Generated from openapi.yaml by `npm run generate`.

export const USER_ID = /^(\.{0,2}[A-Za-z0-9_~|@:+=,'-]|\.{3})[A-Za-z0-9._~|@:+=,'-]*$/;
export const MAX_LENGTH = 255;
