package main

import "slices"

// Members are kept in the form in which the library hands them over: a list of
// maps with the key "value".

func membersOf(group *record) []any {
	members, _ := group.attributes["members"].([]any)
	return members
}

func memberID(member any) string {
	m, _ := member.(map[string]any)
	id, _ := m["value"].(string)
	return id
}

func hasMember(members []any, id string) bool {
	return slices.ContainsFunc(members, func(m any) bool { return memberID(m) == id })
}

func withoutMember(members []any, id string) []any {
	return slices.DeleteFunc(slices.Clone(members), func(m any) bool { return memberID(m) == id })
}
