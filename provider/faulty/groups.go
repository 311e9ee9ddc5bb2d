package faulty

import (
	"errors"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/hook"
	"github.com/oktascim/oktascim/provider/internal/scim"
)

// notInSlug is what the slug of a name has a hyphen for.
var notInSlug = regexp.MustCompile(`[^a-z0-9]+`)

func groupsFaults() []Fault {
	return inCategory("group-push", []Fault{{
		ID: "group-create-one-member-500", Source: report("https://github.com/jelhub/scimgateway/issues/150"),
		Story: "A create of a group with exactly one member ends in 500.",
		Apply: func(b *Behaviors) {
			next := b.Create
			b.Create = func(rq *Request) (*Response, error) {
				if members, _ := rq.Body["members"].([]any); rq.IsGroup() && len(members) == 1 {
					return nil, errors.New("members is no list")
				}
				return next(rq)
			}
		},
	}, {
		ID: "group-slug-unique-409", Source: report("https://github.com/getsentry/sentry/issues/88623"),
		Story: "A group whose name gives the same slug as that of another group is refused with 409; the lookup finds nothing.",
		Apply: nearNames(func(rq *Request) bool { return rq.Operation == provider.OpCreate }, func(name string) string {
			return notInSlug.ReplaceAllString(strings.ToLower(name), "-")
		}),
	}, {
		ID: "group-rename-slug-409", Source: grid("rename × a name near that of another group"),
		Story: "A rename to a name that gives the same slug as that of another group is refused with 409, although no lookup finds that name.",
		Apply: nearNames(func(rq *Request) bool { return rq.Operation != provider.OpCreate }, func(name string) string {
			return notInSlug.ReplaceAllString(strings.ToLower(name), "-")
		}),
	}, {
		ID: "group-marks-unique-409", Source: grid("push × names that differ in marks of letters"),
		Story: "The database compares names without accents: a group is refused with 409 when another differs in one only; the lookup finds nothing.",
		Apply: nearNames(func(*Request) bool { return true }, strings.NewReplacer("é", "e", "\u0301", "").Replace),
	}, {
		ID: "group-create-500", Source: report("https://github.com/Infisical/infisical/issues/6552"),
		Story: `Creating a group crashes: every push ends in 500 "Find one".`,
		Apply: func(b *Behaviors) {
			next := b.Create
			b.Create = func(rq *Request) (*Response, error) {
				if rq.IsGroup() {
					return nil, errors.New("find one")
				}
				return next(rq)
			}
		},
	}, {
		ID: "group-create-empty-members-fails", Source: report("https://github.com/wso2/charon/issues/83"),
		Story: "A new group with members [] crashes the handler, which looks at the first member; Okta sends it so every time.",
		Apply: func(b *Behaviors) {
			next := b.Create
			b.Create = func(rq *Request) (*Response, error) {
				if members, ok := rq.Body["members"].([]any); ok && len(members) == 0 && rq.IsGroup() {
					return nil, errors.New("index out of range [0]")
				}
				return next(rq)
			}
		},
	}, {
		ID:     "group-create-echoes-members-not-stored",
		Source: report("https://github.com/wso2/product-is/issues/9619"),
		Story:  "The answer to the creation of a group shows the members that were sent, but the group is empty.",
		Apply:  echoMembers(provider.OpCreate),
	}, {
		ID: "group-post-put-members-ignored", Source: report("https://github.com/bitwarden/server/issues/2919"),
		Story: "POST and PUT of a group do not look at members: groups stay empty.",
		Apply: ignoreMembers(func(rq *Request, _ MemberChange) bool {
			return rq.Operation == provider.OpCreate || rq.Operation == provider.OpReplace
		}),
	}, {
		ID: "group-resolve-by-display-not-value", Source: report("https://github.com/wso2/product-is/issues/16451"),
		Story: "Members are looked up by display instead of value: the wrong person gets into the group, or nobody.",
		Apply: func(b *Behaviors) {
			next := b.ChangeMembers
			b.ChangeMembers = func(rq *Request, tx Tx, group *Resource, c MemberChange) (bool, error) {
				members := make([]Object, len(c.Members))
				for i, m := range c.Members {
					members[i] = m
					if name := scim.Text(m, "display"); name != "" {
						key, _ := provider.KeyFor("userName", name)
						found := tx.Find(provider.KindUser, key)
						if len(found) == 0 {
							return false, provider.InvalidValue("There is no user %q.", name)
						}
						members[i] = Object{"value": found[0].ID}
					}
				}
				c.Members = members
				return next(rq, tx, group, c)
			}
		},
	}, {
		ID:     "group-displayname-filter-ignored",
		Source: report("https://github.com/okta/okta-developer-docs/issues/3506"),
		Story:  "The look-up of a group ignores its filter and gives all groups: Okta links the pushed group to the first of them.",
		Apply: func(b *Behaviors) {
			next := b.ParseFilter
			b.ParseFilter = func(rq *Request, raw string) (*Filter, error) {
				if rq.IsGroup() {
					return nil, nil
				}
				return next(rq, raw)
			}
		},
	}, {
		ID:     "group-displayname-wildcard",
		Source: report("https://github.com/FusionAuth/fusionauth-issues/issues/3111"),
		Story:  "*, % and _ in the name of a group are wildcards of the look-up, so that Okta links another group.",
		Apply:  hook.FindGroups(func(wanted, name string) bool { return like(scim.Fold(wanted), scim.Fold(name)) }),
	}, {
		ID: "group-null-displayname-accepted", Level: Should,
		Source: report("https://github.com/Metatavu/keycloak-scim-server/issues/54"),
		Story:  "A group without a name is created: nobody can tell it from others, and no look-up finds it.",
		Apply: func(b *Behaviors) {
			next := b.Validate
			b.Validate = func(rq *Request, r *Resource) error {
				if r.Kind == provider.KindGroup {
					return nil
				}
				return next(rq, r)
			}
		},
	}, {
		ID:     "group-rename-pathless-rejected",
		Source: report("https://github.com/growthbook/growthbook/issues/5457"),
		Story:  `A rename without a path is refused with "Unable to perform replace operation"; Okta sends one with every push.`,
		Apply: onOperation(provider.KindGroup, pathless("displayName"),
			func(PatchOperation, func(PatchOperation) error) error {
				return provider.InvalidPath("Unable to perform replace operation: a path is required.")
			}),
	}, {
		ID:     "group-pathless-members-400",
		Source: report("https://github.com/Metatavu/keycloak-scim-server/issues/100"),
		Story:  `Members in an operation without a path are refused in plain text, and Okta shows "Unrecognized token 'Unsupported'".`,
		Apply:  pathlessMembersRefused,
	}, {
		ID: "group-name-special-chars-rejected", Source: report("https://github.com/wso2/product-is/issues/4668"),
		Story: "A group name must look like an identifier: groups with &, / or + in their names cannot be pushed.",
		Apply: func(b *Behaviors) {
			allowed := regexp.MustCompile(`^[\pL\pN _-]+$`)
			next := b.Validate
			b.Validate = func(rq *Request, r *Resource) error {
				if r.Kind == provider.KindGroup && !allowed.MatchString(r.Name()) {
					return provider.InvalidValue("displayName may hold letters, digits, blanks, _ and - only, not %q.", r.Name())
				}
				return next(rq, r)
			}
		},
	}, {
		ID: "groups-collapse-into-one", Source: report("https://github.com/grokability/snipe-it/issues/19493"),
		Story: "A user has one group only: who is put into a second one loses the first.",
		Apply: onMembers(func(_ *Request, tx Tx, group *Resource, _ MemberChange, e effect) {
			for _, id := range e.came {
				for _, other := range tx.GroupsOf(id) {
					if other != group.ID {
						tx.RemoveMember(other, id)
					}
				}
			}
		}),
	}, {
		ID: "group-import-old-name", Source: report("https://github.com/getsentry/sentry/issues/84838"),
		Story: "The list shows each group under the name that it was created with: imports bring old names into Okta.",
		Apply: func(b *Behaviors) {
			names := firstNames(b)
			onView(provider.KindGroup, func(rq *Request, _ Tx, r *Resource, view Object) {
				if name, ok := names.Get(rq, r.ID); ok && rq.Operation == provider.OpList && rq.Query.Filter == nil {
					view["displayName"] = name
				}
			})(b)
		},
	}, {
		ID:     "group-replace-members-501",
		Source: report("https://github.com/Captain-P-Goldfish/scim-for-keycloak/issues/144"),
		Story:  "Replacing the members of a group is answered 501, and Push Now fails.",
		Apply: func(b *Behaviors) {
			replaces := func(op PatchOperation) bool { return op.Op == provider.PatchReplace && op.Path == "members" }
			onOperation(provider.KindGroup, replaces, func(PatchOperation, func(PatchOperation) error) error {
				return provider.Refuse(http.StatusNotImplemented, "", "Members can be added and removed, not replaced.")
			})(b)
		},
	}, {
		ID: "group-rename-duplicate-name", Source: report("https://github.com/theopenco/llmgateway/pull/2933"),
		Story: "A group can be renamed to the name of another, after which Okta's look-up by name may link the wrong one.",
		Apply: func(b *Behaviors) {
			next := b.CheckUnique
			b.CheckUnique = func(rq *Request, tx Tx, r *Resource) error {
				if r.Kind == provider.KindGroup && rq.Operation != provider.OpCreate {
					return nil
				}
				return next(rq, tx, r)
			}
		},
	}, {
		ID: "group-create-duplicate-overwrites", Source: grid("the same create again × members"),
		Story: "A second create of a group, as after a lost answer, is answered 201 and empties the group that there is.",
		Apply: func(b *Behaviors) {
			next := b.Build
			b.Build = func(rq *Request, tx Tx, body Object) (*Resource, error) {
				r, err := next(rq, tx, body)
				if err != nil || r.Kind != provider.KindGroup {
					return r, err
				}
				key, _ := provider.KeyFor("displayName", r.Name())
				for _, group := range tx.Find(provider.KindGroup, key) {
					r.ID, r.Created = group.ID, group.Created
					clearMembers(tx, r.ID)
				}
				return r, nil
			}
		},
	}, {
		ID: "group-empty-not-listed", Source: grid("an empty group × look-up and list"),
		Story: "Lists and look-ups join groups with their members, and a group without any is not found: Okta creates it again.",
		Apply: listOnly(func(_ *Request, tx Tx, r *Resource) bool {
			return r.Kind != provider.KindGroup || tx.MemberCount(r.ID) > 0
		}),
	}, {
		ID: "group-put-rename-skips-members", Level: Should, Source: grid("rename together with a membership change × members"),
		Story: "A PUT that carries another name and another list of members changes the name and leaves the members as they were.",
		Apply: func(b *Behaviors) {
			ignoreMembers(func(rq *Request, c MemberChange) bool { return rq.Notes["renamed"] == true })(b)
			next := b.Merge
			b.Merge = func(rq *Request, tx Tx, draft *Draft, body Object) error {
				rq.Note("renamed", rq.IsGroup() && scim.Text(body, "displayName") != draft.Before.Name())
				return next(rq, tx, draft, body)
			}
		},
	}, {
		ID: "group-create-drops-first-member", Source: grid("create a group with several members × members"),
		Story: "A group that is created with members lacks the first of them.",
		Apply: func(b *Behaviors) {
			next := b.ChangeMembers
			b.ChangeMembers = func(rq *Request, tx Tx, group *Resource, c MemberChange) (bool, error) {
				if rq.Operation == provider.OpCreate && len(c.Members) > 0 {
					c.Members = c.Members[1:]
				}
				return next(rq, tx, group, c)
			}
		},
	}, {
		ID: "group-write-touches-users", Source: grid("each change of a group × other users"),
		Story: "Every change of a group writes its number into the title of every user, members or not.",
		Apply: func(b *Behaviors) {
			var changes hook.Recall[int]
			next := b.Write
			b.Write = func(rq *Request, do func(Tx) error) error {
				return next(rq, func(tx Tx) error {
					if err := do(tx); err != nil || !rq.IsGroup() {
						return err
					}
					n := changes.Update(rq, "", func(n int) int { return n + 1 })
					for _, user := range tx.List(provider.KindUser, 0, tx.Count(provider.KindUser)) {
						user = user.Clone()
						user.Attributes["title"] = strconv.Itoa(n)
						tx.Put(user)
					}
					return nil
				})
			}
		},
	}, {
		ID: "group-create-answers-lowercase", Source: grid("create a group × answer"),
		Story: "The answer to a new group has its name in lower case, and Okta keeps that name.",
		Apply: func(b *Behaviors) {
			next := b.Create
			b.Create = func(rq *Request) (*Response, error) {
				answer, err := next(rq)
				if err == nil && rq.IsGroup() {
					answer.Object()["displayName"] = strings.ToLower(scim.Text(answer.Object(), "displayName"))
				}
				return answer, err
			}
		},
	}, {
		ID: "group-create-adds-owner", Source: grid("create an empty group × members"),
		Story: "The oldest user of the tenant becomes the owner, and so a member, of every new group that is pushed empty.",
		Apply: hook.BeforeStore(func(_ *Request, tx Tx, before, after *Resource) {
			if before == nil && after.Kind == provider.KindGroup {
				for _, owner := range tx.List(provider.KindUser, 0, 1) {
					tx.AddMember(after.ID, owner.ID)
				}
			}
		}),
	}, {
		ID: "group-name-cut-at-colon", Source: grid("a group's name with a colon × GET by id"),
		Story: "What is before a colon in a group's name is taken for the name of a tenant and cut off.",
		Apply: hook.BeforeStore(func(_ *Request, _ Tx, _, after *Resource) {
			if _, rest, found := strings.Cut(after.Name(), ":"); found && after.Kind == provider.KindGroup {
				after.Attributes = scim.Clone(after.Attributes)
				after.Attributes["displayName"] = rest
			}
		}),
	}, {
		ID: "group-same-name-numbered", Source: grid("link a group × look-up"),
		Story: "A change that carries the name that the group has finds the name taken, by the group itself, and appends (2) to it.",
		Apply: func(b *Behaviors) {
			next := b.Save
			b.Save = func(rq *Request, tx Tx, draft *Draft) error {
				if draft.Before != nil && draft.After.Kind == provider.KindGroup && draft.Before.Name() == draft.After.Name() {
					draft.After.Attributes = scim.Clone(draft.After.Attributes)
					draft.After.Attributes["displayName"] = draft.After.Name() + " (2)"
				}
				return next(rq, tx, draft)
			}
		},
	}, {
		ID: "group-rename-by-prefix", Source: grid("rename a group × a group of a similar name"),
		Story: "A rename changes every group whose name begins with the old one: with Sales, Sales EMEA is renamed too.",
		Apply: beforeRename(func(_ *Request, tx Tx, before, after *Resource) {
			for _, other := range similar(tx, before) {
				other = other.Clone()
				other.Attributes["displayName"] = after.Name() + strings.TrimPrefix(other.Name(), before.Name())
				tx.Put(other)
			}
		}),
	}, {
		ID: "group-rename-drops-members", Source: grid("rename × members"),
		Story: "A rename empties the group.",
		Apply: beforeRename(func(_ *Request, tx Tx, _, after *Resource) { clearMembers(tx, after.ID) }),
	}, {
		ID: "group-rename-noop-200", Source: grid("rename × GET by id"),
		Story: "A rename is answered with success and does nothing.",
		Apply: func(b *Behaviors) {
			next := b.Save
			b.Save = func(rq *Request, tx Tx, draft *Draft) error {
				if rq.IsGroup() && draft.Before != nil {
					draft.After.Attributes["displayName"] = draft.Before.Name()
				}
				return next(rq, tx, draft)
			}
		},
	}, {
		ID: "group-rename-old-name-still-found", Source: grid("rename × look-up by old name"),
		Story: "After a rename the look-up finds the group by its old name too: a new group of that name is linked to the renamed one.",
		Apply: func(b *Behaviors) {
			names := firstNames(b)
			hook.FindGroupsBy(b, func(rq *Request, wanted string, group *Resource) bool {
				name, _ := names.Get(rq, group.ID)
				return scim.Fold(name) == scim.Fold(wanted) || scim.Fold(group.Name()) == scim.Fold(wanted)
			})
		},
	}, {
		ID: "group-rename-name-stays-taken", Source: grid("rename and back × answer"),
		Story: "A name that a group once had stays taken after the rename: renaming it back is refused with 409.",
		Apply: func(b *Behaviors) {
			var taken hook.Recall[bool]
			beforeRename(func(rq *Request, _ Tx, before, _ *Resource) { taken.Set(rq, scim.Fold(before.Name()), true) })(b)
			next := b.Save
			b.Save = func(rq *Request, tx Tx, draft *Draft) error {
				name := draft.After.Name()
				if rq.IsGroup() && (draft.Before == nil || draft.Before.Name() != name) && taken.Has(rq, scim.Fold(name)) {
					return provider.Refuse(http.StatusConflict, "uniqueness", "A Group with the displayName %q exists already.", name)
				}
				return next(rq, tx, draft)
			}
		},
	}, {
		ID: "group-lookup-starts-with", Source: grid("look-up × one hit"),
		Story: "The look-up finds every group whose name begins like the one asked for: Sales is linked to Sales EMEA.",
		Apply: hook.FindGroups(func(wanted, name string) bool {
			return strings.HasPrefix(scim.Fold(name), scim.Fold(wanted))
		}),
	}, {
		ID: "group-lookup-case-sensitive", Level: Should, Source: grid("look-up × other case"),
		Story: "The look-up misses a group whose name differs by case, against RFC 7643 §4.2; Okta mostly asks for a name as it pushed it.",
		Apply: hook.FindGroups(func(wanted, name string) bool { return name == wanted }),
	}, {
		ID: "group-rename-lowercases", Source: grid("rename × displayName"),
		Story: "A renamed group gets its new name in small letters, and each push finds a difference to Okta.",
		Apply: beforeRename(func(_ *Request, _ Tx, _, after *Resource) {
			after.Attributes["displayName"] = strings.ToLower(after.Name())
		}),
	}, {
		ID: "group-name-truncated", Source: grid("create a group with a long name × displayName"),
		Story: "Group names are cut after 50 characters without a word, so that the look-up by the whole name misses.",
		Apply: hook.BeforeStore(func(_ *Request, _ Tx, _, after *Resource) {
			if name := []rune(after.Name()); after.Kind == provider.KindGroup && len(name) > 50 {
				after.Attributes["displayName"] = string(name[:50])
			}
		}),
	}, {
		ID: "group-name-blanks-collapsed", Source: grid("create a group with an odd name × the look-up"),
		Story: "Blanks in a row are stored as one and looked up as they are: such a group is never found again.",
		Apply: hook.CollapseSpaces,
	}, {
		ID: "group-taken-name-stores-members", Source: grid("a refused rename × members"),
		Story: "A PUT with a taken name is refused after its members are stored: Okta shows an error, and who was in the request has the rights.",
		Apply: func(b *Behaviors) {
			next := b.Replace
			b.Replace = func(rq *Request) (*Response, error) {
				answer, err := next(rq)
				if rq.IsGroup() && conflictOf(err) != nil {
					_ = rq.Do.Write(rq, func(tx Tx) error {
						group := tx.Get(provider.KindGroup, rq.ID)
						_, err := rq.Do.ChangeMembers(rq, tx, group,
							MemberChange{Op: provider.PatchReplace, Members: scim.Objects(rq.Body["members"])})
						return err
					})
				}
				return answer, err
			}
		},
	}, {
		ID: "group-lookup-miss-remembered", Source: grid("a look-up, then a rename × the look-up again"),
		Story: "A look-up that found no group is kept: after a rename to that name Okta does not find the group and makes another.",
		Apply: missRememberedOf(provider.KindGroup),
	}, {
		ID: "group-renamed-name-not-taken", Source: report("https://github.com/ory/polis/issues/3559"),
		Story: "The names of creates are kept to find duplicates, so that a second group can be made with the name of a renamed one.",
		Apply: renamedNotTaken,
	}, {
		ID: "group-create-race-two-groups", Source: report("https://github.com/snapotter-hq/SnapOtter/issues/980"),
		Story: "A second group of one name is refused, but not while the first is being made: a repeated push makes two.",
		Apply: createRaceOf(provider.KindGroup, nil),
	}, {
		ID: "group-create-race-500", Source: report("https://github.com/snapotter-hq/SnapOtter/issues/980"),
		Story: "Of two creates of one group at once the second ends in 500 instead of 409, and Okta tries again and again.",
		Apply: createRaceOf(provider.KindGroup, errors.New("unique constraint violated")),
	}})
}

// pathless wants operations without a path that set an attribute.
func pathless(attribute string) func(PatchOperation) bool {
	return func(op PatchOperation) bool {
		_, ok := op.Sets(attribute)
		return ok && op.Path == ""
	}
}

func pathlessMembersRefused(b *Behaviors) {
	refusal := provider.Refuse(http.StatusBadRequest, "", "Unsupported operation on members")
	onOperation(provider.KindGroup, pathless("members"),
		func(PatchOperation, func(PatchOperation) error) error { return refusal })(b)
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

// firstNames remembers the name with which each group was created.
func firstNames(b *Behaviors) *hook.Recall[string] {
	var names hook.Recall[string]
	hook.BeforeStore(func(rq *Request, _ Tx, before, after *Resource) {
		switch {
		case after.Kind != provider.KindGroup:
		case before == nil:
			names.Set(rq, after.ID, after.Name())
		default:
			names.Keep(rq, after.ID, before.Name())
		}
	})(b)
	return &names
}

// missRememberedOf keeps for each tenant the filters that found nothing of a kind.
func missRememberedOf(kind string) func(*Behaviors) {
	return func(b *Behaviors) {
		var missed hook.Recall[bool]
		next := b.Select
		b.Select = func(rq *Request, tx Tx) (Page, error) {
			page, err := next(rq, tx)
			if err != nil || rq.Type.Name != kind || rq.Query.Filter == nil {
				return page, err
			}
			filter := scim.Fold(rq.Query.Filter.Raw)
			if missed.Has(rq, filter) {
				return Page{}, nil
			}
			if page.Total == 0 {
				missed.Set(rq, filter, true)
			}
			return page, nil
		}
	}
}

// renamedNotTaken knows groups by the names with which they were created.
func renamedNotTaken(b *Behaviors) {
	names := firstNames(b)
	next := b.CheckUnique
	b.CheckUnique = func(rq *Request, tx Tx, r *Resource) error {
		err := next(rq, tx, r)
		if r.Kind != provider.KindGroup || conflictOf(err) == nil {
			return err
		}
		key, _ := provider.KeyFor("displayName", r.Name())
		for _, other := range tx.Find(provider.KindGroup, key) {
			if first, ok := names.Get(rq, other.ID); other.ID != r.ID && (!ok || scim.Fold(first) == scim.Fold(r.Name())) {
				return err
			}
		}
		return nil
	}
}

// nearNames refuses a group whose name is that of another group to fold.
func nearNames(when func(*Request) bool, fold func(string) string) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.CheckUnique
		b.CheckUnique = func(rq *Request, tx Tx, r *Resource) error {
			for _, other := range tx.List(provider.KindGroup, 0, tx.Count(provider.KindGroup)) {
				if rq.IsGroup() && when(rq) && other.ID != r.ID && fold(other.Name()) == fold(r.Name()) {
					return provider.Refuse(http.StatusConflict, "uniqueness", "A team with this slug already exists.")
				}
			}
			return next(rq, tx, r)
		}
	}
}
