package org

import (
	"context"
	"net/http"
	"time"

	sdk "github.com/okta/okta-sdk-golang/v2/okta"
)

// noMail keeps Okta from sending an e-mail.
const noMail = "?sendEmail=false"

// change sends a write whose answer does not matter.
func (c *Client) change(ctx context.Context, what, method, path string, body any) error {
	resp, err := c.do(ctx, method, path, body, nil)
	return explain(what, resp, err)
}

// CreateUser creates an active user. The password keeps Okta from sending an activation e-mail.
func (c *Client) CreateUser(ctx context.Context, u User, password string) (User, error) {
	c.config.Secret(password)
	body := sdk.CreateUserRequest{Profile: u.profile(),
		Credentials: &sdk.UserCredentials{Password: &sdk.PasswordCredential{Value: password}}}
	got, err := send[sdk.User](ctx, c, "creating the user "+u.Login, http.MethodPost, "/api/v1/users?activate=true", body)
	return userOf(got), err
}

// UpdateUser changes the profile of a user; fields that are empty in u are emptied.
func (c *Client) UpdateUser(ctx context.Context, u User) error {
	return c.change(ctx, "updating the user "+u.Login, http.MethodPost, userPath(u.ID, ""), sdk.User{Profile: u.profile()})
}

// DeactivateUser deactivates a user; Okta ends the user's assignments.
func (c *Client) DeactivateUser(ctx context.Context, userID string) error {
	path := userPath(userID, "/lifecycle/deactivate"+noMail)
	return c.change(ctx, "deactivating the user "+userID, http.MethodPost, path, nil)
}

// ActivateUser activates a deactivated user, without an e-mail.
func (c *Client) ActivateUser(ctx context.Context, userID string) error {
	path := userPath(userID, "/lifecycle/activate"+noMail)
	return c.change(ctx, "activating the user "+userID, http.MethodPost, path, nil)
}

// DeleteUser deletes a deactivated user for good.
func (c *Client) DeleteUser(ctx context.Context, userID string) error {
	return c.change(ctx, "deleting the user "+userID, http.MethodDelete, userPath(userID, noMail), nil)
}

// Assign assigns a user to the app.
func (c *Client) Assign(ctx context.Context, appID, userID string) error {
	return c.change(ctx, "assigning the user "+userID+" to the app", http.MethodPost, appPath(appID, "/users"),
		sdk.AppUser{Id: userID, Scope: "USER"})
}

// Grant gives a user who is assigned to the app its entitlements, as the CRUD test with entitlements does.
func (c *Client) Grant(ctx context.Context, appID, userID string) error {
	type who struct {
		ExternalID string `json:"externalId"`
		Type       string `json:"type"`
	}
	body := struct {
		GrantType string `json:"grantType"`
		Principal who    `json:"targetPrincipal"`
		Actor     string `json:"actor"`
		Target    who    `json:"target"`
	}{"CUSTOM", who{userID, "OKTA_USER"}, "ADMIN", who{appID, "APPLICATION"}}
	return c.change(ctx, "granting entitlements of the app to the user "+userID, http.MethodPost, "/governance/api/v1/grants", body)
}

// Unassign ends a user's assignment to the app.
func (c *Client) Unassign(ctx context.Context, appID, userID string) error {
	what := "unassigning the user " + userID + " from the app"
	return c.change(ctx, what, http.MethodDelete, appPath(appID, "/users/"+userID+noMail), nil)
}

// CreateGroup creates an empty group.
func (c *Client) CreateGroup(ctx context.Context, name string) (Group, error) {
	body := sdk.Group{Profile: &sdk.GroupProfile{Name: name, Description: "Made by oktascim, which deletes it again"}}
	got, err := send[sdk.Group](ctx, c, "creating the group "+name, http.MethodPost, "/api/v1/groups", body)
	return groupOf(got), err
}

// AddToGroup makes a user a member of a group.
func (c *Client) AddToGroup(ctx context.Context, groupID, userID string) error {
	what := "adding a member to the group " + groupID
	return c.change(ctx, what, http.MethodPut, groupPath(groupID, "/users/"+userID), nil)
}

// RemoveFromGroup ends a membership.
func (c *Client) RemoveFromGroup(ctx context.Context, groupID, userID string) error {
	what := "removing a member from the group " + groupID
	return c.change(ctx, what, http.MethodDelete, groupPath(groupID, "/users/"+userID), nil)
}

// DeleteGroup deletes a group.
func (c *Client) DeleteGroup(ctx context.Context, groupID string) error {
	return c.change(ctx, "deleting the group "+groupID, http.MethodDelete, groupPath(groupID, ""), nil)
}

// PushGroup pushes a group to the app under a name: Okta creates a new group there, or links the one with that name.
func (c *Client) PushGroup(ctx context.Context, appID, groupID, name string) (PushMapping, error) {
	body := map[string]string{"sourceGroupId": groupID, "targetGroupName": name, "status": PushActive}
	return send[PushMapping](ctx, c, "pushing the group "+name, http.MethodPost, pushPath(appID, ""), body)
}

// EndPush removes a push and the group in the app: the mapping is made INACTIVE, as Okta requires, and deleted. A push
// that is under way may make the mapping active once more; then it is tried again.
func (c *Client) EndPush(ctx context.Context, appID, mappingID string) error {
	const tries = 5
	path := pushPath(appID, "/"+mappingID)
	for try := 1; ; try++ {
		err := c.change(ctx, "switching off the push of a group", http.MethodPatch, path,
			map[string]string{"status": PushInactive})
		if err == nil {
			err = c.change(ctx, "removing the push of a group", http.MethodDelete, path+"?deleteTargetGroup=true", nil)
		}
		if Status(err) != http.StatusBadRequest || try == tries {
			return err
		}
		if waited := c.config.Wait(ctx, time.Duration(try)*500*time.Millisecond); waited != nil {
			return err
		}
	}
}
