/** What both identity providers say of a second factor, and are asked for it with. */
export const MFA_CONTEXT = "https://refeds.org/profile/mfa";
