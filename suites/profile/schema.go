package profile

import _ "embed"

// SchemaURL is where editors find the JSON Schema of app profiles; profiles that `oktascim init` writes point to it.
const SchemaURL = "https://raw.githubusercontent.com/oktascim/oktascim/main/suites/profile/profile.schema.json"

//go:embed profile.schema.json
var schema string

// Schema is the JSON Schema (draft 2020-12) of app profiles. It describes their form; contradictions between keys are
// found by Parse alone.
func Schema() []byte { return []byte(schema) }
