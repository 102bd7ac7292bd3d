WITH event AS (
  SELECT
    publish_time,
    JSON_VALUE(attributes, '$."ce-id"') AS event_id,
    JSON_VALUE(attributes, '$."ce-type"') AS event_type,
    JSON_VALUE(attributes, '$."ce-source"') AS source,
    JSON_VALUE(attributes, '$."ce-subject"') AS subject,
    data
  FROM `${dataset}.events`
  -- A subscription to BigQuery writes at least once.
  QUALIFY ROW_NUMBER() OVER (PARTITION BY subscription_name, message_id ORDER BY publish_time) = 1
),
line AS (
  SELECT
    COALESCE(SAFE.TIMESTAMP(JSON_VALUE(data, '$.timestamp')), publish_time) AS at,
    JSON_VALUE(data, '$.jsonPayload.handler') AS handler,
    JSON_VALUE(data, '$.jsonPayload.version') AS version,
    JSON_VALUE(data, '$.jsonPayload.eventId') AS event_id,
    JSON_VALUE(data, '$.jsonPayload.eventType') AS event_type,
    JSON_VALUE(data, '$.jsonPayload.orderingKeyHash') AS ordering_key_hash,
    SAFE_CAST(JSON_VALUE(data, '$.jsonPayload.attempt') AS INT64) AS attempt,
    JSON_VALUE(data, '$.jsonPayload.message') AS message,
    JSON_VALUE(data, '$.jsonPayload.outcome') AS outcome,
    JSON_VALUE(data, '$.jsonPayload.reason') AS reason,
    JSON_VALUE(data, '$.jsonPayload.system') AS system,
    JSON_VALUE(data, '$.jsonPayload.operation') AS operation,
    JSON_VALUE(data, '$.jsonPayload.field') AS field,
    JSON_VALUE_ARRAY(data, '$.jsonPayload.records') AS records,
    JSON_VALUE_ARRAY(data, '$.jsonPayload.fields') AS fields
  FROM `${dataset}.lines`
  QUALIFY ROW_NUMBER() OVER (PARTITION BY JSON_VALUE(data, '$.insertId'), JSON_VALUE(data, '$.timestamp') ORDER BY publish_time) = 1
)
SELECT
  COALESCE(event.event_id, line.event_id) AS event_id,
  COALESCE(event.event_type, line.event_type) AS event_type,
  event.publish_time, event.source, event.subject, event.data,
  line.* EXCEPT (event_id, event_type)
FROM event
FULL JOIN line ON line.event_id = event.event_id AND line.event_type = event.event_type
