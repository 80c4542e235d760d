namespace Adit.Protocols.Radius;

/// <summary>The E= codes of an MS-CHAPv2 failure (RFC 2759 §6), which Windows shows to its user as error numbers.</summary>
public static class MsChapV2Error
{
    /// <summary>The account may not enter at this hour.</summary>
    public const int RestrictedLogonHours = 646;

    /// <summary>The account is disabled.</summary>
    public const int AccountDisabled = 647;

    /// <summary>The password has expired and is to be changed.</summary>
    public const int PasswordExpired = 648;

    /// <summary>The account may not dial in.</summary>
    public const int NoDialInPermission = 649;

    /// <summary>Name or password is wrong; also what one learns who has not proved to know the password.</summary>
    public const int AuthenticationFailure = 691;

    /// <summary>The new password was not taken.</summary>
    public const int ChangingPassword = 709;

    /// <summary>
    /// What may be told to one who has proved to know the password. Everything else sounds like a wrong one. An account that has
    /// ended sounds disabled, since RFC 2759 §6 has no code of its own for that.
    /// </summary>
    public static int For(AccessReason reason) => reason switch
    {
        AccessReason.LogonHours or AccessReason.TimeNotAllowed => RestrictedLogonHours,
        AccessReason.AccountDisabled or AccessReason.AccountExpired => AccountDisabled,
        AccessReason.PasswordExpired => PasswordExpired,
        AccessReason.PasswordChangeFailed or AccessReason.PasswordChangeNotAllowed => ChangingPassword,
        AccessReason.NoNetworkPolicy or AccessReason.NoConnectionPolicy or AccessReason.MethodNotAllowed or AccessReason.CalledStationMismatch
            or AccessReason.PortTypeNotAllowed or AccessReason.DialInDenied or AccessReason.CallingStationMismatch or AccessReason.OnDenyList =>
            NoDialInPermission,
        _ => AuthenticationFailure,
    };

    /// <summary>What such a code tells of another authority's reason.</summary>
    internal static AccessReason ReasonOf(int error) => error switch
    {
        RestrictedLogonHours => AccessReason.LogonHours,
        AccountDisabled => AccessReason.AccountDisabled,
        PasswordExpired => AccessReason.PasswordExpired,
        NoDialInPermission => AccessReason.DialInDenied,
        _ => AccessReason.WrongCredentials,
    };
}
