using Adit.Protocols.Eap;
using Adit.Protocols.Ppp;
using Adit.Protocols.Radius;

namespace Adit.Access.Policies;

/// <summary>How somebody proves who they are, by the numbers of a Windows policy server's log.</summary>
public enum AuthenticationType
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>The password itself.</summary>
    Pap = 1,

    /// <summary>CHAP with MD5.</summary>
    Chap = 2,

    /// <summary>MS-CHAP, the first.</summary>
    MsChap = 3,

    /// <summary>MS-CHAPv2.</summary>
    MsChapV2 = 4,

    /// <summary>EAP, without protection of its own or with TLS alone.</summary>
    Eap = 5,

    /// <summary>Not at all.</summary>
    Unauthenticated = 7,

    /// <summary>Protected EAP.</summary>
    Peap = 11,
}

/// <summary>Tells it of a request.</summary>
public static class AuthenticationTypes
{
    private const EapType Peap = (EapType)25;

    /// <summary>What a request is made with.</summary>
    public static AuthenticationType Of(AccessRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request switch
        {
            { EapMethod: Peap } => AuthenticationType.Peap,
            { EapMethod: not EapType.None } or { Credentials: AccessCredentials.Eap or AccessCredentials.AuthorizeOnly { Method: PppMethod.Eap } } => AuthenticationType.Eap,
            { Credentials: AccessCredentials.MsChapV2 or AccessCredentials.MsChapV2Changed or AccessCredentials.AuthorizeOnly { Method: PppMethod.MsChapV2 } } => AuthenticationType.MsChapV2,
            { Credentials: AccessCredentials.MsChapV1 } => AuthenticationType.MsChap,
            { Credentials: AccessCredentials.ChapMd5 or AccessCredentials.AuthorizeOnly { Method: PppMethod.ChapMd5 } } => AuthenticationType.Chap,
            { Credentials: AccessCredentials.Pap or AccessCredentials.AuthorizeOnly { Method: PppMethod.Pap } } => AuthenticationType.Pap,
            _ => AuthenticationType.Unknown,
        };
    }
}
