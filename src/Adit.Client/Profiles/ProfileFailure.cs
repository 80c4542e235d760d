using Adit.Protocols;

namespace Adit.Client.Profiles;

/// <summary>What is wrong with a profile, or with what it names: found before anything is sent.</summary>
public abstract record ProfileFailure : Failure
{
    private ProfileFailure(string code)
        : base(code)
    {
    }

    /// <summary>The file is no XML, or more than a profile is.</summary>
    public sealed record FileUnreadable(string Reason) : ProfileFailure("CLIENT-201");

    /// <summary>An element of a Windows profile that has no counterpart here.</summary>
    public sealed record NotUnderstood(string Element) : ProfileFailure("CLIENT-202");

    /// <summary>A tunnel that this client does not have.</summary>
    public sealed record TunnelUnsupported(string Tunnel) : ProfileFailure("CLIENT-203");

    /// <summary>A type of EAP that this client does not have.</summary>
    public sealed record EapTypeUnsupported(string Type) : ProfileFailure("CLIENT-204");

    /// <summary>The profile does not check the certificate of the server that authenticates.</summary>
    public sealed record ServerNotValidated() : ProfileFailure("CLIENT-205");

    /// <summary>The fingerprint of a root is not one.</summary>
    public sealed record RootHashInvalid(string Text) : ProfileFailure("CLIENT-206");

    /// <summary>The profile names no server that may authenticate, so that any certificate below the root will do.</summary>
    public sealed record ServerNamesMissing() : ProfileFailure("CLIENT-207");

    /// <summary>The profile lets the user accept a server that does not hold.</summary>
    public sealed record UserMayDecide() : ProfileFailure("CLIENT-208");

    /// <summary>The list of server names has blanks or commas in it, which Windows takes for part of a name.</summary>
    public sealed record ServerNamesMalformed(string Text) : ProfileFailure("CLIENT-209");

    /// <summary>Certificates are filtered by purpose, and those for all purposes pass anyway.</summary>
    public sealed record PurposeFilterVoid() : ProfileFailure("CLIENT-210");

    /// <summary>Something without which there is no connection.</summary>
    public sealed record Incomplete(string Missing) : ProfileFailure("CLIENT-211");

    /// <summary>PEAP's binding of the inner method to its tunnel is not asked for.</summary>
    public sealed record BindingNotRequired() : ProfileFailure("CLIENT-212");

    /// <summary>A file with a key or a password may be read by others than its owner.</summary>
    public sealed record SecretExposed(string Path) : ProfileFailure("CLIENT-213");

    /// <summary>A file with a certificate cannot be used.</summary>
    public sealed record CertificateFileUnusable(string Path, string Reason) : ProfileFailure("CLIENT-214");

    /// <summary>A value of a Windows profile that is none.</summary>
    public sealed record ValueNotUnderstood(string Element, string Value) : ProfileFailure("CLIENT-215");

    /// <summary>On Windows the profile has inner hosts offered the VPN's own password.</summary>
    public sealed record OffersCredentialsInside() : ProfileFailure("CLIENT-216");
}
