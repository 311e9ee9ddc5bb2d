package provider

import (
	"iter"
	"slices"

	"github.com/oktascim/oktascim/provider/internal/scim"
)

// MemberChange is a change of the members of one group.
type MemberChange struct {
	Op       string   // PatchAdd, PatchRemove, or PatchReplace by exactly these
	Members  []Object // each with "value", the id; whatever else the client sent is there too
	Selected bool     // a remove by members[…], the way Okta writes it
}

// IDs lists whom the change is about, each once, in the order in which they came.
func (c MemberChange) IDs() ([]string, error) {
	ids := make([]string, 0, len(c.Members))
	seen := make(map[string]bool, len(c.Members))
	for _, m := range c.Members {
		id := scim.Text(m, "value")
		if id == "" {
			return nil, InvalidValue("Each member needs a value: the id of a user or group.")
		}
		if !seen[id] {
			seen[id] = true
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// changeMembers changes who is in a group; a member already there, or one to remove that is not, is no error. It tells
// whether anything changed.
func changeMembers(rq *Request, tx Tx, group *Resource, change MemberChange) (changed bool, err error) {
	ids, err := change.IDs()
	if err != nil {
		return false, err
	}
	if change.Op == PatchRemove {
		for _, id := range ids {
			changed = tx.RemoveMember(group.ID, id) || changed
		}
		return changed, nil
	}
	for _, id := range ids {
		if err := rq.Do.CheckMember(rq, tx, group, id); err != nil {
			return false, err
		}
	}
	if change.Op == PatchReplace {
		keep := make(map[string]bool, len(ids))
		for _, id := range ids {
			keep[id] = true
		}
		for _, id := range slices.Collect(tx.Members(group.ID)) {
			if !keep[id] {
				changed = tx.RemoveMember(group.ID, id) || changed
			}
		}
	}
	for _, id := range ids {
		changed = tx.AddMember(group.ID, id) || changed
	}
	return changed, nil
}

// checkMember refuses who is not in the tenant, and a group in itself.
func checkMember(_ *Request, tx Tx, group *Resource, id string) error {
	switch {
	case id == group.ID:
		return InvalidValue("Group %q cannot be a member of itself.", group.Name())
	case tx.Get(KindUser, id) == nil && tx.Get(KindGroup, id) == nil:
		return InvalidValue("Group %q cannot have the member %q: there is no user or group with this id. "+
			"Assign the user to the app first, then push the group again.", group.Name(), id)
	default:
		return nil
	}
}

// patchMembers turns an operation on members into a MemberChange.
func patchMembers(rq *Request, tx Tx, draft *Draft, t target, op PatchOperation) error {
	if t.sub != nil {
		return Mutability("A member cannot be changed, only added and removed: %q.", t.path)
	}
	apply := func(change MemberChange) error {
		changed, err := rq.Do.ChangeMembers(rq, tx, draft.After, change)
		draft.MembersChanged = draft.MembersChanged || changed
		return err
	}
	values, err := normalizedList(t, op.Value)
	if err != nil {
		return err
	}
	if t.filter == nil {
		change := MemberChange{Op: op.Op, Members: scim.Objects(values)}
		if op.Op == PatchRemove && (!op.Given || op.Value == nil) {
			change.Op = PatchReplace
		}
		return apply(change)
	}
	if !t.byID() {
		if err := rq.walk(tx.MemberCount(draft.After.ID)); err != nil {
			return err
		}
	}
	found := slices.Collect(selectMembers(rq, tx, draft.After, t))
	if len(found) == 0 && op.Op != PatchRemove {
		return noTarget("No member of group %q is selected by %q.", draft.After.Name(), t.path)
	}
	if op.Op != PatchAdd {
		if err := apply(MemberChange{Op: PatchRemove, Members: found, Selected: true}); err != nil {
			return err
		}
	}
	if op.Op == PatchRemove {
		return nil
	}
	return apply(MemberChange{Op: PatchAdd, Members: scim.Objects(values)})
}

// Member returns the id in a path such as members[value eq "2819"].
func (op PatchOperation) Member(rq *Request) (id string, ok bool) {
	t, err := parseTarget(rq, op.Path)
	if err != nil || len(t.equal) != 1 || t.equal[0].Attribute != "value" {
		return "", false
	}
	return t.equal[0].Value, true
}

// byID tells whether the path is members[value eq "<id>"].
func (t target) byID() bool {
	return len(t.equal) == 1 && t.onlyEqual && t.equal[0].Attribute == "value"
}

// selectMembers runs over the members a filter selects. The one by which Okta removes, value eq "<id>", needs no walk.
func selectMembers(rq *Request, tx Tx, group *Resource, t target) iter.Seq[Object] {
	return func(yield func(Object) bool) {
		if t.byID() {
			if id := t.equal[0].Value; tx.HasMember(group.ID, id) {
				yield(Object{"value": id})
			}
			return
		}
		for _, m := range scim.Objects(rq.Do.Members(rq, tx, group)) {
			if t.filter.holds(m) && !yield(m) {
				return
			}
		}
	}
}

// membersOf shows the members of a group (RFC 7643 §4.2), named as they are now.
func membersOf(rq *Request, tx Tx, group *Resource) []any {
	list := make([]any, 0, tx.MemberCount(group.ID))
	for id := range tx.Members(group.ID) {
		member := tx.Get(KindUser, id)
		if member == nil {
			member = tx.Get(KindGroup, id)
		}
		if member == nil {
			continue
		}
		list = append(list, Object{
			"value":   id,
			"display": member.Name(),
			"type":    member.Kind,
			"$ref":    rq.Do.Location(rq, member.Kind, id),
		})
	}
	return list
}

// Membership is a group that a user is in.
type Membership struct {
	Group  *Resource
	Direct bool // false: through another group
}

// groupsOf lists the groups of a user or group, those that list him first (RFC 7643 §4.1.2).
func groupsOf(_ *Request, tx Tx, member *Resource) []Membership {
	var list []Membership
	seen := map[string]bool{member.ID: true}
	direct := true
	for next := tx.GroupsOf(member.ID); len(next) > 0; direct = false {
		var above []string
		for _, id := range next {
			group := tx.Get(KindGroup, id)
			if seen[id] || group == nil {
				continue
			}
			seen[id] = true
			list = append(list, Membership{group, direct})
			above = append(above, tx.GroupsOf(id)...)
		}
		next = above
	}
	return list
}

// memberSet is the members of one group: in order, with look-up, addition and removal in constant time. A removal
// leaves a gap until compact. A nil *memberSet is empty.
type memberSet struct {
	ids []string       // "" for a gap
	at  map[string]int // place in ids
}

func newMemberSet() *memberSet {
	return &memberSet{at: map[string]int{}}
}

func (s *memberSet) len() int {
	if s == nil {
		return 0
	}
	return len(s.at)
}

func (s *memberSet) has(id string) bool {
	if s == nil {
		return false
	}
	_, ok := s.at[id]
	return ok
}

func (s *memberSet) all() iter.Seq[string] {
	return func(yield func(string) bool) {
		if s == nil {
			return
		}
		for _, id := range s.ids {
			if id != "" && !yield(id) {
				return
			}
		}
	}
}

func (s *memberSet) add(id string) {
	s.at[id] = len(s.ids)
	s.ids = append(s.ids, id)
}

// removeLast takes back the latest add.
func (s *memberSet) removeLast(id string) {
	s.ids = s.ids[:s.at[id]]
	delete(s.at, id)
}

// remove returns the place for restore.
func (s *memberSet) remove(id string) int {
	at := s.at[id]
	s.ids[at] = ""
	delete(s.at, id)
	return at
}

func (s *memberSet) restore(at int, id string) {
	s.ids[at] = id
	s.at[id] = at
}

// compact costs as much as there are members, so it waits until half of the places are gaps.
func (s *memberSet) compact() {
	if len(s.ids) < 2*len(s.at)+16 {
		return
	}
	kept := make([]string, 0, len(s.at))
	for _, id := range s.ids {
		if id != "" {
			s.at[id] = len(kept)
			kept = append(kept, id)
		}
	}
	s.ids = kept
}
