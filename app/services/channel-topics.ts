import type { EntityKind, TopicDeclaration } from "#app/channels/contract.ts";
import { TOPICS } from "#app/channels/shopify/topics.ts";

/** What the app subscribes to by the API for the entities a merchant chose: theirs, and those that belong to none. */
export const expectedTopics = (entities: readonly EntityKind[]): TopicDeclaration[] =>
  TOPICS.filter((topic) => topic.source === "api" && (topic.entity === null || entities.includes(topic.entity)));

/** What the platform's own app file declares: in effect from the install on, never registered by the API (it would come twice). */
export const declaredTopics = (): TopicDeclaration[] => TOPICS.filter((topic) => topic.source === "toml");

export const chosenEntities = (connection: { entities: string }): EntityKind[] => JSON.parse(connection.entities) as EntityKind[];
