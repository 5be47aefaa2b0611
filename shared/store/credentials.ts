/**
 * Replaces the SDK's chain of credential providers in the bundles (`build/bundle.ts`): Lambda puts a function's
 * credentials into its environment, and so does the local server.
 */
import { fromEnv } from "@aws-sdk/credential-provider-env";
export const defaultProvider = () => fromEnv();
