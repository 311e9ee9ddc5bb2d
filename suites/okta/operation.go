package okta

// Member is one member of a group as Okta writes it: without a type.
type Member struct {
	Value   string `json:"value"`             // id of the user
	Display string `json:"display,omitempty"` // its userName
}

// Operation is one operation of a PATCH (RFC 7644 §3.5.2).
type Operation struct {
	Op    string `json:"op"`
	Path  string `json:"path,omitempty"`
	Value any    `json:"value,omitempty"`
}

// RenameOp names a group: a replace without a path that carries its id too.
func RenameOp(id, name string) Operation {
	return Operation{Op: "replace", Value: map[string]any{"id": id, "displayName": name}}
}

// AddOp adds members.
func AddOp(members ...Member) Operation {
	return Operation{Op: "add", Path: "members", Value: list(members)}
}

// RemoveOp removes one member, named in the path.
func RemoveOp(id string) Operation {
	return Operation{Op: "remove", Path: `members[value eq ` + quote(id) + `]`}
}

// list is never nil, so that no members are written as [].
func list(members []Member) []Member {
	if members == nil {
		return []Member{}
	}
	return members
}

// quote writes a value of a filter (RFC 7644 §3.4.2.2): a JSON string.
func quote(s string) string {
	b, err := encodeJSON(s)
	if err != nil {
		return `""`
	}
	return string(b)
}
