package profile

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites/near"
)

// sections lists the keys of t and of everything below it that holds keys, by path; list items as "path[]".
func sections(t reflect.Type, path string) map[string][]string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() == reflect.Slice {
		return sections(t.Elem(), path+"[]")
	}
	if t.Kind() != reflect.Struct || t == reflect.TypeFor[Duration]() {
		return nil
	}
	out := map[string][]string{}
	for i := range t.NumField() {
		key, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		out[path] = append(out[path], key)
		for p, k := range sections(t.Field(i).Type, join(path, key)) {
			out[p] = k
		}
	}
	return out
}

// keysAt returns the keys that the section of a path may have.
func (f file) keysAt(path string) []string {
	return f.sections[regexp.MustCompile(`\[\d+\]`).ReplaceAllString(path, "[]")]
}

// unknownKey notes a key that its section does not have, with the nearest one here, or the section that has it.
func (t *tree) unknownKey(path, key string) {
	known := t.file.keysAt(path)
	message := fmt.Sprintf("unknown key %s", Quoted(key))
	if path != "" {
		message += " in " + t.file.name(path)
	}
	fix := "known keys here: " + strings.Join(known, ", ")
	meant := near.Word(key, known)
	switch {
	case key == "<<":
		fix = t.file.noun + " is plain YAML, without merge keys: write the keys themselves"
	case secretKey(key) && t.file.isProfile:
		fix = "a profile holds no secrets: put the token in an environment variable and name the variable in " +
			"`scim.auth.token_env`; " + revoke
	case meant != "":
		fix = fmt.Sprintf("did you mean `%s`? (%s)", meant, fix)
		t.broken[join(path, meant)] = true
	case !t.file.isProfile:
	case t.elsewhere(key) != "":
		fix = fmt.Sprintf("it belongs in %s (%s)", t.elsewhere(key), fix)
	case synonymOf(key) != "":
		fix = fmt.Sprintf("did you mean `%s`? (%s)", synonymOf(key), fix)
	}
	inner := join(path, key)
	hide := hideNothing
	if hidden(inner) == hideValue || secretKey(key) {
		hide = hideAfterKey
	}
	t.add(inner, t.keys[inner], hide, message, fix)
}

// elsewhere says which other section has this key.
func (t *tree) elsewhere(key string) string {
	for _, path := range []string{"scim", "scim.auth", "scim.tls", "okta", "roles", "seats", "test_data", "safety",
		"roles.groups[]", ""} {
		i := slices.IndexFunc(t.file.sections[path], func(k string) bool { return near.Fold(k) == near.Fold(key) })
		switch section := strings.TrimSuffix(path, "[]"); {
		case i < 0:
		case path == "":
			return "the top level, without indentation, as `" + t.file.sections[path][i] + "`"
		default:
			return fmt.Sprintf("`%s`, as `%s`", section, join(section, t.file.sections[path][i]))
		}
	}
	return ""
}

// synonymOf is the path that people of other tools look for under this key.
func synonymOf(key string) string {
	switch near.Fold(key) {
	case "url", "endpoint", "baseuri", "scimurl", "host", "address":
		return "scim.base_url"
	case "timeout", "wait", "delay", "settletime":
		return "scim.settle"
	case "mapping", "mappings", "rolemapping", "groupmapping", "grouprolemapping":
		return "roles.groups"
	case "defaultrole":
		return "roles.default"
	case "admin", "owner", "localadmin":
		return "roles.existing_admin"
	case "maxseats", "seatlimit", "licenses", "licences":
		return "seats.limit"
	case "limits", "limit", "maxrequests", "ratelimit":
		return "safety.max_requests"
	case "features", "provisioning", "capabilities":
		return "okta.actions"
	case "identifier", "matchon", "matchby", "uniqueid":
		return "okta.unique_identifier"
	case "cacert", "insecurecafile", "cafile":
		return "scim.tls.ca_file"
	}
	return ""
}

// secretKey reports whether a key asks for a secret instead of the name of a variable.
func secretKey(key string) bool {
	switch near.Fold(key) {
	case "token", "secret", "password", "apikey", "apitoken", "bearer", "bearertoken", "accesstoken", "authorization",
		"clientsecret", "credentials", "scimtoken", "revokedtoken", "othertenanttoken":
		return true
	}
	return false
}

// revoke is the advice for a secret that was written into a file.
const revoke = "if a real token was saved in this file, make a new one and revoke it"
