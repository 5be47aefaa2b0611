export interface Plant {
  bug: string;
  file: string;
  edits: readonly (readonly [from: string, to: string])[];
}
export const plants = {} as Record<string, Plant>;
export type PlantName = string;
