import { type LoadedConfig, loadConfig } from "./load-config";

/**
 * The configuration of this process; the only place that reads its environment.
 * @throws ConfigError
 */
export function processConfig(): LoadedConfig {
  return loadConfig(process.env);
}
