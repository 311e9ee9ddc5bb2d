package provider

import (
	"errors"
	"net/http"
	"regexp"
)

func groupFaults() []Fault {
	return append([]Fault{
		{
			ID: "group-create-500", Category: "group-push", Level: Must,
			Story:  `Creating a group crashes: every push ends in 500 "Find one".`,
			Source: "https://github.com/Infisical/infisical/issues/6552",
			Apply: func(b *Behaviours) {
				next := b.Create
				b.Create = func(rq *Request) (*Response, error) {
					if rq.IsGroup() {
						return nil, errors.New("find one")
					}
					return next(rq)
				}
			},
		},
		{
			ID: "group-create-empty-members-fails", Category: "group-push", Level: Must,
			Story:  "A new group with members [] crashes the handler, which looks at the first member; Okta sends it so every time.",
			Source: "https://github.com/wso2/charon/issues/83",
			Apply: func(b *Behaviours) {
				next := b.Create
				b.Create = func(rq *Request) (*Response, error) {
					if members, ok := rq.Body["members"].([]any); ok && len(members) == 0 && rq.IsGroup() {
						return nil, errors.New("index out of range [0]")
					}
					return next(rq)
				}
			},
		},
		{
			ID: "group-create-echoes-members-not-stored", Category: "group-push", Level: Must,
			Story:  "The answer to the creation of a group shows the members that were sent, but the group is empty.",
			Source: "https://github.com/wso2/product-is/issues/9619",
			Apply:  func(b *Behaviours) { echoMembers(b, OpCreate) },
		},
		{
			ID: "group-post-put-members-ignored", Category: "group-push", Level: Must,
			Story:  "POST and PUT of a group do not look at members: groups stay empty.",
			Source: "https://github.com/bitwarden/server/issues/2919",
			Apply: func(b *Behaviours) {
				ignoreMembers(b, func(rq *Request, _ MemberChange) bool { return rq.Operation == OpCreate || rq.Operation == OpReplace })
			},
		},
		{
			ID: "group-resolve-by-display-not-value", Category: "group-push", Level: Must,
			Story:  "Members are looked up by display instead of value: the wrong person gets into the group, or nobody.",
			Source: "https://github.com/wso2/product-is/issues/16451",
			Apply:  resolveByDisplay,
		},
		{
			ID: "group-displayname-filter-ignored", Category: "group-push", Level: Must,
			Story:  "The look-up of a group ignores its filter and gives all groups: Okta links the pushed group to the first of them.",
			Source: "https://github.com/okta/okta-developer-docs/issues/3506",
			Apply: func(b *Behaviours) {
				next := b.ParseFilter
				b.ParseFilter = func(rq *Request, raw string) (*Filter, error) {
					if rq.IsGroup() {
						return nil, nil
					}
					return next(rq, raw)
				}
			},
		},
		{
			ID: "group-displayname-wildcard", Category: "group-push", Level: Must,
			Story:  "*, % and _ in the name of a group are wildcards of the look-up, so that Okta links another group.",
			Source: "https://github.com/FusionAuth/fusionauth-issues/issues/3111",
			Apply: func(b *Behaviours) {
				findGroups(b, func(wanted, name string) bool { return like(fold(wanted), fold(name)) })
			},
		},
		{
			ID: "group-null-displayname-accepted", Category: "group-push", Level: Must,
			Story:  "A group without a name is created: nobody can tell it from others, and no look-up finds it.",
			Source: "https://github.com/Metatavu/keycloak-scim-server/issues/54",
			Apply: func(b *Behaviours) {
				next := b.Validate
				b.Validate = func(rq *Request, r *Resource) error {
					if r.Kind == KindGroup {
						return nil
					}
					return next(rq, r)
				}
			},
		},
		{
			ID: "group-rename-pathless-rejected", Category: "group-push", Level: Must,
			Story:  `A rename without a path is refused with "Unable to perform replace operation"; Okta sends one with every push.`,
			Source: "https://github.com/growthbook/growthbook/issues/5457",
			Apply: func(b *Behaviours) {
				onOperation(b, KindGroup, pathless("displayName"), func(PatchOperation, func(PatchOperation) error) error {
					return invalidPath("Unable to perform replace operation: a path is required.")
				})
			},
		},
		{
			ID: "group-pathless-members-400", Category: "group-push", Level: Must,
			Story:  `Members in an operation without a path are refused in plain text, and Okta shows "Unrecognized token 'Unsupported'".`,
			Source: "https://github.com/Metatavu/keycloak-scim-server/issues/100",
			Apply:  pathlessMembersRefused,
		},
		{
			ID: "group-name-special-chars-rejected", Category: "group-push", Level: Must,
			Story:  "A group name must look like an identifier: groups with &, / or + in their names cannot be pushed.",
			Source: "https://github.com/wso2/product-is/issues/4668",
			Apply: func(b *Behaviours) {
				allowed := regexp.MustCompile(`^[\pL\pN _-]+$`)
				next := b.Validate
				b.Validate = func(rq *Request, r *Resource) error {
					if r.Kind == KindGroup && !allowed.MatchString(r.Name()) {
						return invalidValue("displayName may hold letters, digits, blanks, _ and - only, not %q.", r.Name())
					}
					return next(rq, r)
				}
			},
		},
		{
			ID: "groups-collapse-into-one", Category: "group-push", Level: Must,
			Story:  "A user has one group only: who is put into a second one loses the first.",
			Source: "https://github.com/grokability/snipe-it/issues/19493",
			Apply: func(b *Behaviours) {
				onMembers(b, func(_ *Request, tx Tx, group *Resource, _ MemberChange, e effect) {
					for _, id := range e.came {
						for _, other := range tx.GroupsOf(id) {
							if other != group.ID {
								tx.RemoveMember(other, id)
							}
						}
					}
				})
			},
		},
		{
			ID: "group-import-old-name", Category: "group-push", Level: Must,
			Story:  "The list shows each group under the name that it was created with: imports bring old names into Okta.",
			Source: "https://github.com/getsentry/sentry/issues/84838",
			Apply: func(b *Behaviours) {
				names := firstNames(b)
				onView(b, KindGroup, func(rq *Request, _ Tx, r *Resource, view Object) {
					if name, ok := names.get(rq, r.ID); ok && rq.Operation == OpList && rq.Query.Filter == nil {
						view["displayName"] = name
					}
				})
			},
		},
		{
			ID: "group-replace-members-501", Category: "group-push", Level: Must,
			Story:  "Replacing the members of a group is answered 501, and Push Now fails.",
			Source: "https://github.com/Captain-P-Goldfish/scim-for-keycloak/issues/144",
			Apply: func(b *Behaviours) {
				replaces := func(op PatchOperation) bool { return op.Op == PatchReplace && op.Path == "members" }
				onOperation(b, KindGroup, replaces, func(PatchOperation, func(PatchOperation) error) error {
					return Refuse(http.StatusNotImplemented, "", "Members can be added and removed, not replaced.")
				})
			},
		},
		{
			ID: "group-rename-duplicate-name", Category: "group-push", Level: Must,
			Story:  "A group can be renamed to the name of another, after which Okta's look-up by name may link the wrong one.",
			Source: "https://github.com/theopenco/llmgateway/pull/2933",
			Apply: func(b *Behaviours) {
				next := b.CheckUnique
				b.CheckUnique = func(rq *Request, tx Tx, r *Resource) error {
					if r.Kind == KindGroup && rq.Operation != OpCreate {
						return nil
					}
					return next(rq, tx, r)
				}
			},
		},
	}, append(append(groupNameFaults(), groupGridFaults()...), groupSideFaults()...)...)
}

// pathless wants operations without a path that set an attribute.
func pathless(attribute string) func(PatchOperation) bool {
	return func(op PatchOperation) bool {
		_, ok := op.sets(attribute)
		return ok && op.Path == ""
	}
}

func pathlessMembersRefused(b *Behaviours) {
	refusal := Refuse(http.StatusBadRequest, "", "Unsupported operation on members")
	onOperation(b, KindGroup, pathless("members"), func(PatchOperation, func(PatchOperation) error) error { return refusal })
	next := b.Fail
	b.Fail = func(rq *Request, err error) *Response {
		answer := next(rq, err)
		if errors.Is(err, refusal) {
			answer.Header.Set("Content-Type", "text/plain; charset=utf-8")
			answer.Body = []byte(refusal.Detail)
		}
		return answer
	}
}

// ignoreMembers accepts some changes of members and does nothing about them.
func ignoreMembers(b *Behaviours, which func(*Request, MemberChange) bool) {
	next := b.ChangeMembers
	b.ChangeMembers = func(rq *Request, tx Tx, group *Resource, c MemberChange) (bool, error) {
		if which(rq, c) {
			return false, nil
		}
		return next(rq, tx, group, c)
	}
}

// echoMembers stores no member in an operation, and shows in its answer those that were sent.
func echoMembers(b *Behaviours, operation Operation) {
	next := b.ChangeMembers
	b.ChangeMembers = func(rq *Request, tx Tx, group *Resource, c MemberChange) (bool, error) {
		if rq.Operation == operation {
			c.Members = nil
		}
		return next(rq, tx, group, c)
	}
	onView(b, KindGroup, func(rq *Request, _ Tx, _ *Resource, view Object) {
		if members, ok := rq.Body["members"].([]any); ok && rq.Operation == operation {
			view["members"] = members
		}
	})
}

// resolveByDisplay takes display for the userName of the member, where it is given.
func resolveByDisplay(b *Behaviours) {
	next := b.ChangeMembers
	b.ChangeMembers = func(rq *Request, tx Tx, group *Resource, c MemberChange) (bool, error) {
		members := make([]Object, len(c.Members))
		for i, m := range c.Members {
			members[i] = m
			if name := text(m, "display"); name != "" {
				key, _ := KeyFor("userName", name)
				found := tx.Find(KindUser, key)
				if len(found) == 0 {
					return false, invalidValue("There is no user %q.", name)
				}
				members[i] = Object{"value": found[0].ID}
			}
		}
		c.Members = members
		return next(rq, tx, group, c)
	}
}
