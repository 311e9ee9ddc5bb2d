package provider

import (
	"iter"
	"time"

	"github.com/oktascim/oktascim/provider/internal/scim"
)

// The kinds of resources, named as in meta.resourceType.
const (
	KindUser  = "User"
	KindGroup = "Group"
)

// Storage keeps the resources of every tenant. It knows no SCIM rules: what may be stored is decided by the behaviors.
type Storage interface {
	// Read shows one state of a tenant; others may read at the same time.
	Read(tenant string, do func(Tx) error) error
	// Write lets do change a tenant alone. When do fails or panics, nothing was changed.
	Write(tenant string, do func(Tx) error) error
	// Clear forgets every tenant.
	Clear() error
}

// Tx is one transaction. When the store itself fails, a Tx answers as if it were empty and Read or Write returns the
// error. What it returns belongs to the store and must not be changed.
type Tx interface {
	// Get returns nil when there is none.
	Get(kind, id string) *Resource
	// Find returns the resources with that key, oldest first.
	Find(kind string, key Key) []*Resource
	// List returns up to limit resources from offset on, oldest first.
	List(kind string, offset, limit int) []*Resource
	Count(kind string) int
	// Active counts the users whose active is true.
	Active() int
	// Put adds a resource, or replaces the one with the same id in its old place of the order.
	Put(*Resource)
	// Delete leaves memberships as they are.
	Delete(kind, id string)

	// Members runs over the ids in a group in the order in which they came.
	Members(group string) iter.Seq[string]
	MemberCount(group string) int
	HasMember(group, member string) bool
	// AddMember and RemoveMember tell whether that changed anything.
	AddMember(group, member string) bool
	RemoveMember(group, member string) bool
	// GroupsOf returns the ids of the groups that list the member itself, in the order in which it was added.
	GroupsOf(member string) []string
}

// Resource is a user or a group as stored: what the client wrote, without what the server derives when it is read
// (schemas, id, meta, groups, members, role).
type Resource struct {
	Kind       string // KindUser or KindGroup
	ID         string
	Attributes Object
	Created    time.Time // UTC
	Modified   time.Time // UTC
	Managed    bool      // written by SCIM at least once; a local account is not
	LocalAdmin bool      // made an admin inside the app; counts until SCIM manages the user
}

// Active tells whether the resource is a user who may sign in, and so holds a seat.
func (r *Resource) Active() bool {
	return r != nil && r.Kind == KindUser && r.Attributes["active"] == true
}

// Name is the name by which Okta looks a resource up: userName or displayName.
func (r *Resource) Name() string {
	if r.Kind == KindUser {
		return scim.Text(r.Attributes, "userName")
	}
	return scim.Text(r.Attributes, "displayName")
}

// Clone copies a resource so that the copy may be changed.
func (r *Resource) Clone() *Resource {
	c := *r
	c.Attributes = scim.Clone(r.Attributes)
	return &c
}

// Key is one value under which resources are found without a walk. Make it with KeyFor.
type Key struct {
	Attribute string // userName, displayName, externalId or emails.value
	Value     string // folded when case does not count
}

// KeyFor makes the key for a value of an attribute; ok is false when there is no index for it.
func KeyFor(attribute, value string) (key Key, ok bool) {
	switch attribute {
	case "userName", "displayName", "emails.value":
		return Key{attribute, scim.Fold(value)}, true
	case "externalId":
		return Key{attribute, value}, true
	default:
		return Key{}, false
	}
}

// Keys lists all keys of a resource.
func (r *Resource) Keys() []Key {
	keys := make([]Key, 0, 4)
	for _, name := range []string{"userName", "displayName", "externalId"} {
		if v := scim.Text(r.Attributes, name); v != "" {
			key, _ := KeyFor(name, v)
			keys = append(keys, key)
		}
	}
	for _, email := range scim.Objects(r.Attributes["emails"]) {
		if v := scim.Text(email, "value"); v != "" {
			key, _ := KeyFor("emails.value", v)
			keys = append(keys, key)
		}
	}
	return keys
}
