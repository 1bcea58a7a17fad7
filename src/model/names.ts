/** `METHOD origin/template` plus `#value` where a discriminator tells operations on one path apart. */
export type OperationId = string;

/** Plural collection name, unique in the model: `tickets`. */
export type ResourceName = string;

/** `resource/id`, or `resource/parent-id/id` where ids are unique only within their parent. */
export type EntityKey = string;
