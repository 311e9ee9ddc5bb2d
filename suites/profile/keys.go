package profile

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/oktascim/oktascim/suites/near"
)

// keysOf lists the keys of a struct type, in the order of its fields.
func keysOf(t reflect.Type) []string {
	keys := make([]string, t.NumField())
	for i := range keys {
		keys[i], _, _ = strings.Cut(t.Field(i).Tag.Get("json"), ",")
	}
	return keys
}

// fieldOf is the field of a struct value that has this key.
func fieldOf(v reflect.Value, key string) (reflect.Value, bool) {
	for i, k := range keysOf(v.Type()) {
		if k == key {
			return v.Field(i), true
		}
	}
	return reflect.Value{}, false
}

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
	keys := keysOf(t)
	out := map[string][]string{path: keys}
	for i, key := range keys {
		for p, k := range sections(t.Field(i).Type, join(path, key)) {
			out[p] = k
		}
	}
	return out
}

// unknownKey notes a key that its section does not have, with the nearest one here, or the section that has it.
func (d *decoder) unknownKey(path, key string, at place, section reflect.Type) {
	known := keysOf(section)
	inner := join(path, key)
	message := fmt.Sprintf("unknown key %s", Quoted(key))
	if path != "" {
		message += " in " + d.file.name(path)
	}
	fix := "known keys here: " + strings.Join(known, ", ")
	meant := near.Word(key, known)
	elsewhere, synonym := "", ""
	if d.file.isProfile {
		elsewhere, synonym = elsewhereOf(key), synonymOf(key)
	}
	switch {
	case key == "<<":
		fix = d.file.plain + ", without merge keys: write the keys themselves"
	case secretKey(key) && d.file.isProfile:
		fix = "a profile holds no secrets: put the token in an environment variable and name the variable in `scim.auth.token_env`; " + revoke
	case meant != "":
		fix = fmt.Sprintf("did you mean `%s`? (%s)", meant, fix)
		d.broken[join(path, meant)] = true
	case elsewhere != "":
		fix = fmt.Sprintf("it belongs in %s (%s)", elsewhere, fix)
	case synonym != "":
		fix = fmt.Sprintf("did you mean `%s`? (%s)", synonym, fix)
	}
	hide := hideNothing
	if underAuth(inner) || secretKey(key) {
		hide = hideAfterKey
	}
	d.add(inner, at, hide, message, fix)
}

// elsewhereOf says which other section has this key.
func elsewhereOf(key string) string {
	all := sections(reflect.TypeFor[Profile](), "")
	for _, path := range []string{"scim", "scim.auth", "scim.tls", "okta", "roles", "seats", "test_data", "safety", "roles.groups[]", ""} {
		for _, k := range all[path] {
			switch {
			case near.Fold(k) != near.Fold(key):
			case path == "":
				return "the top level, without indentation, as `" + k + "`"
			default:
				return fmt.Sprintf("`%s`, as `%s`", strings.TrimSuffix(path, "[]"), join(strings.TrimSuffix(path, "[]"), k))
			}
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
