package profile

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// node is the part of a JSON Schema that these tests look at.
type node struct {
	ID                   string          `json:"$id"`
	Ref                  string          `json:"$ref"`
	Defs                 map[string]node `json:"$defs"`
	Description          string          `json:"description"`
	Properties           map[string]node `json:"properties"`
	AdditionalProperties any             `json:"additionalProperties"`
	Items                *node           `json:"items"`
	Enum                 []string        `json:"enum"`
	Default              any             `json:"default"`
}

// keys lists the keys of every object of the schema, by path, as sections does for the Go types.
func (n node) keys(path string, defs map[string]node) map[string][]string {
	if n.Items != nil {
		return n.Items.keys(path+"[]", defs)
	}
	if name, is := strings.CutPrefix(n.Ref, "#/$defs/"); is && defs[name].Properties != nil {
		return defs[name].keys(path, defs)
	}
	if n.Properties == nil {
		return nil
	}
	out := map[string][]string{path: slices.Sorted(maps.Keys(n.Properties))}
	for key, child := range n.Properties {
		maps.Copy(out, child.keys(join(path, key), defs))
	}
	return out
}

// at is the node of a path such as okta.actions.
func (n node) at(path string) node {
	for key := range strings.SplitSeq(path, ".") {
		n = n.Properties[key]
	}
	return n
}

func parsedSchema(t *testing.T) node {
	t.Helper()
	var root node
	if err := json.Unmarshal(schemaFile(t), &root); err != nil {
		t.Fatal(err)
	}
	return root
}

func TestSchemaHasTheKeysOfTheType(t *testing.T) {
	t.Parallel()
	want := profileFile().sections
	for _, keys := range want {
		slices.Sort(keys)
	}
	root := parsedSchema(t)
	if diff := cmp.Diff(want, root.keys("", root.Defs)); diff != "" {
		t.Errorf("keys (-Go type +schema):\n%s", diff)
	}
	if root.ID != SchemaURL {
		t.Errorf("$id is %s, want %s", root.ID, SchemaURL)
	}
	var walk func(path string, n node)
	walk = func(path string, n node) {
		if n.Description == "" && n.Properties == nil {
			t.Errorf("%s has no description", path)
		}
		if n.Properties != nil && n.AdditionalProperties != false {
			t.Errorf("%s allows unknown keys", path)
		}
		for key, child := range n.Properties {
			walk(join(path, key), child)
		}
		if n.Items != nil && n.Items.Properties != nil {
			walk(path+"[]", *n.Items)
		}
	}
	walk("", root)
}

func TestSchemaHasTheWordsAndDefaults(t *testing.T) {
	t.Parallel()
	root := parsedSchema(t)
	for path, want := range map[string][]string{
		"scim.auth.scheme": texts(Schemes()), "okta.unique_identifier": texts(Identifiers()), "roles.source": texts(RoleSources()),
	} {
		if diff := cmp.Diff(want, root.at(path).Enum); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
	for path, want := range map[string][]string{"okta.dialects": texts(Dialects()), "okta.actions": texts(Actions())} {
		if diff := cmp.Diff(want, root.at(path).Items.Enum); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
	encoded, err := json.Marshal(Default())
	if err != nil {
		t.Fatal(err)
	}
	var defaults map[string]any
	if err := json.Unmarshal(encoded, &defaults); err != nil {
		t.Fatal(err)
	}
	var walk func(path string, n node, value any)
	walk = func(path string, n node, value any) {
		if section, ok := value.(map[string]any); ok {
			for key, inner := range section {
				walk(join(path, key), n.Properties[key], inner)
			}
			return
		}
		if diff := cmp.Diff(value, n.Default); diff != "" {
			t.Errorf("default of %s (-Go +schema):\n%s", path, diff)
		}
	}
	walk("", root, defaults)
}

func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(schemaFile(t)))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource(SchemaURL, document); err != nil {
		t.Fatal(err)
	}
	s, err := compiler.Compile(SchemaURL)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// instance is a profile as an editor sees it: plain YAML values.
func instance(t *testing.T, text []byte) any {
	t.Helper()
	converted, err := yaml.YAMLToJSON(text)
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(string(converted)))
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// TestSchemaRejectsBrokenForms splits the broken profiles in three: those that are not one YAML document of keys, which
// no editor gets to compare with a schema; contradictions between keys, which a schema does not know; and all others,
// which the schema must reject.
func TestSchemaRejectsBrokenForms(t *testing.T) {
	t.Parallel()
	notYAML := []string{"tab", "empty", "only-comments", "several-documents", "second-colon", "bad-indentation",
		"unclosed-list", "unclosed-quote", "secret-in-syntax-error", "duplicate-key", "anchor", "merge-key"}
	contradictions := []string{"base-url-endpoint", "same-token-variable", "settle-too-long", "email-lookup",
		"role-attribute-schema",
		"group-twice", "role-two-ranks", "default-role-in-between", "groups-not-pushed", "existing-admin", "existing-admin-no-email",
		"members-above-users", "tls-key-inside"}
	s := compiled(t)
	files, err := filepath.Glob("testdata/broken/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".yaml")
		if slices.Contains(notYAML, name) {
			seen++
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		err = s.Validate(instance(t, text))
		if slices.Contains(contradictions, name) {
			seen++
			if err != nil {
				t.Errorf("%s: the schema rejects it, so it is no mere contradiction: %v", name, err)
			}
			continue
		}
		if err == nil {
			t.Errorf("%s: the schema accepts it", name)
		}
	}
	if want := len(notYAML) + len(contradictions); seen != want {
		t.Errorf("%d of the %d named profiles exist", seen, want)
	}
}

func schemaFile(t *testing.T) []byte {
	t.Helper()
	text, err := os.ReadFile("profile.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return text
}
