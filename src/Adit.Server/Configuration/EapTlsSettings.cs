using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Adit.Protocols.Eap.Tls;

namespace Adit.Server.Configuration;

/// <summary>TLS inside of EAP, for every method that has it.</summary>
public sealed partial record EapTlsSettings
{
    /// <summary>What callers who ask for no name are shown.</summary>
    public const string NoName = "default";

    /// <summary>The highest version. Windows 11 and other clients fail over 1.3 with servers that differ in little things; 1.2 works with all.</summary>
    public EapTlsVersion MaxVersion { get; init; } = EapTlsVersion.Tls12;

    /// <summary>The name whose certificate EAP shows, or <see cref="NoName"/>.</summary>
    public string ServerName { get; init; } = NoName;

    /// <summary>Which certificates without an alternative name may bear the user's name as their common name.</summary>
    public CommonNameRule CommonName { get; init; } = CommonNameRule.Own;

    /// <summary>
    /// What a user's certificate of another authority must be for beside client authentication, by OID; none for whatever signs in elsewhere,
    /// too. A Windows policy server calls it AllowedCertificateOID.
    /// </summary>
    public IReadOnlyList<string> Purposes { get; init; } = [];

    /// <summary>How long a session can be resumed, so that nobody proves anew who they are; what is judged is judged each time. 0 for never.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan Resume { get; init; } = TimeSpan.FromHours(8);

    /// <summary>The longest EAP packet that is sent, in bytes.</summary>
    [Range(EapTlsOptions.MinPacketLength, 4096)]
    public int Packet { get; init; } = new EapTlsOptions().PacketLength;

    internal static EapTlsSettings Read(YamlSection section, EapTlsSettings defaults) => defaults with
    {
        MaxVersion = section.Word("maxVersion", defaults.MaxVersion),
        ServerName = section.Text("serverName", defaults.ServerName, "a name, or 'default'", text => text.Length > 0),
        CommonName = section.Word("commonName", defaults.CommonName),
        Purposes = section.List("purposes", defaults.Purposes, 0, MaxPurposes, "an OID such as 1.3.6.1.4.1.32473.1", text => ObjectIdentifier().IsMatch(text) ? text : null, shown: "none"),
        Resume = section.Duration("resume", defaults, options => options.Resume),
        Packet = section.Number("packet", defaults, options => options.Packet),
    };

    private const int MaxPurposes = 8;

    [GeneratedRegex(@"^[0-2](\.(0|[1-9][0-9]{0,9})){1,20}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ObjectIdentifier();
}

/// <summary>Versions of TLS inside of EAP.</summary>
public enum EapTlsVersion
{
    /// <summary>TLS 1.2.</summary>
    Tls12,

    /// <summary>TLS 1.2 and 1.3.</summary>
    Tls13,
}

/// <summary>Which certificates may bear the user's name as their common name alone.</summary>
public enum CommonNameRule
{
    /// <summary>Those of our own CA, which puts names there that have no domain.</summary>
    Own,

    /// <summary>Those of any authority that is trusted.</summary>
    Any,

    /// <summary>None.</summary>
    Never,
}
