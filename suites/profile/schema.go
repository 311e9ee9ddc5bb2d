package profile

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
)

// SchemaURL is where editors find the JSON Schema of app profiles, profile.schema.json; profiles that `oktascim init`
// writes point to it. The schema describes their form; contradictions between keys are found by Parse alone.
const SchemaURL = "https://raw.githubusercontent.com/oktascim/oktascim/main/suites/profile/profile.schema.json"

//go:embed profile.schema.json
var schemaText []byte

var profileSchema = sync.OnceValue(func() *schema { return newSchema(schemaText) })

// schema is a compiled JSON Schema, with its text for what the compiled form leaves out.
type schema struct {
	compiled *jsonschema.Schema
	text     any
}

// newSchema compiles a schema of ours. A mistake in it is one of the program.
func newSchema(text []byte) *schema {
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		panic(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	for name, check := range formats {
		compiler.RegisterFormat(&jsonschema.Format{Name: name, Validate: func(v any) error {
			if r := check(fmt.Sprint(v)); r != nil {
				return r
			}
			return nil
		}})
	}
	const here = "schema.json"
	if err := compiler.AddResource(here, document); err != nil {
		panic(err)
	}
	return &schema{compiler.MustCompile(here), document}
}

// keyword returns a keyword of the schema of a place in a document.
func (s *schema) keyword(location []string, word string) any {
	at, _ := s.text.(map[string]any)
	for _, token := range location {
		below, isKey := at["properties"].(map[string]any)
		if !isKey {
			at, _ = at["items"].(map[string]any)
			continue
		}
		at, _ = below[token].(map[string]any)
	}
	if reference, _ := at["$ref"].(string); at[word] == nil && reference != "" {
		root, _ := s.text.(map[string]any)
		defs, _ := root["$defs"].(map[string]any)
		at, _ = defs[strings.TrimPrefix(reference, "#/$defs/")].(map[string]any)
	}
	return at[word]
}

// hint returns the first sentence that the schema says about a key, to follow a colon.
func (s *schema) hint(location []string) string {
	text, _ := s.keyword(location, "description").(string)
	text, _, _ = strings.Cut(strings.TrimSuffix(text, "."), ". ")
	return strings.ToLower(text[:min(1, len(text))]) + text[min(1, len(text)):]
}

// finding is one thing that a schema rejects.
type finding struct {
	path     string
	at       place
	location []string
	kind     jsonschema.ErrorKind
	causes   []*jsonschema.ValidationError
}

// judge notes everything that the schema rejects in a value, and removes the rejected parts from it.
func (t *tree) judge(s *schema, value any) {
	var failed *jsonschema.ValidationError
	if !errors.As(s.compiled.Validate(value), &failed) {
		return
	}
	findings := t.findings(failed)
	slices.SortStableFunc(findings, func(a, b finding) int { return strings.Compare(a.path, b.path) })
	for _, f := range findings { // misspelt keys come first: what they mean is not missing
		if unknown, ok := f.kind.(*kind.AdditionalProperties); ok {
			for _, key := range slices.Sorted(slices.Values(unknown.Properties)) {
				if !t.isFull() {
					t.unknownKey(f.path, key)
				}
			}
		}
	}
	for _, f := range findings {
		if t.isFull() {
			return
		}
		t.explain(s, f)
		if t.broken[f.path] {
			remove(value, f.location)
		}
	}
}

// findings flattens the errors of the schema, but for the alternatives of which none fits.
func (t *tree) findings(failed *jsonschema.ValidationError) []finding {
	switch failed.ErrorKind.(type) {
	case *kind.Schema, *kind.Group, *kind.Reference:
		var out []finding
		for _, cause := range failed.Causes {
			out = append(out, t.findings(cause)...)
		}
		return out
	}
	path := pathOf(failed.InstanceLocation)
	at, _ := t.place(path)
	return []finding{{path, at, failed.InstanceLocation, failed.ErrorKind, failed.Causes}}
}

// pathOf writes a location as a path. No key of ours is a number.
func pathOf(location []string) string {
	path := ""
	for _, token := range location {
		if _, err := strconv.Atoi(token); err == nil {
			path += "[" + token + "]"
			continue
		}
		path = join(path, token)
	}
	return path
}

// remove takes what is at a location out of a value.
func remove(value any, location []string) {
	for i, token := range location {
		last := i == len(location)-1
		switch v := value.(type) {
		case map[string]any:
			if value = v[token]; last {
				delete(v, token)
			}
		case []any:
			index, err := strconv.Atoi(token)
			if err != nil || index >= len(v) {
				return
			}
			if value = v[index]; last {
				v[index] = nil
			}
		}
	}
}

// decode lays a value that the schema accepts over a Go value.
func decode(value, into any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, into)
}

// encoded returns a profile as its schema sees it.
func encoded(p *Profile) (any, error) {
	text, err := json.Marshal(p)
	if err != nil {
		return nil, err
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if roles, ok := value.(map[string]any)["roles"].(map[string]any); ok { // a nil list is one that is not stated
		maps.DeleteFunc(roles, func(_ string, v any) bool { return v == nil })
	}
	return value, err
}
