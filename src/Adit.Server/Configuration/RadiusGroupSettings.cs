using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Adit.Server.Configuration;

/// <summary>Servers on other machines that decide and keep books for us: one authority, several addresses.</summary>
public sealed record RadiusGroupSettings
{
    /// <summary>What we call it, unlike every other.</summary>
    public string Name { get; init; } = "";

    /// <summary>At least one.</summary>
    public IReadOnlyList<RadiusServerSettings> Servers { get; init; } = [];

    /// <summary>Whether another group is the same in every respect.</summary>
    public bool Equals(RadiusGroupSettings? other) => other is not null && Name == other.Name && Servers.SequenceEqual(other.Servers);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Servers.Count);
}

/// <summary>A server of a group. The defaults are those of a remote server group of Windows' policy server.</summary>
public sealed record RadiusServerSettings
{
    /// <summary>Where it is.</summary>
    public IPAddress Address { get; init; } = IPAddress.None;

    /// <summary>Its UDP port for authentication.</summary>
    [Range(1, 65535)]
    public int Port { get; init; } = 1812;

    /// <summary>Its UDP port for accounting.</summary>
    [Range(1, 65535)]
    public int AccountingPort { get; init; } = 1813;

    /// <summary>The absolute path of the file whose first line is the secret.</summary>
    public string SecretFile { get; init; } = "";

    /// <summary>Servers of the lowest number are asked as long as one of them is there.</summary>
    [Range(1, 100)]
    public int Priority { get; init; } = 1;

    /// <summary>Its share among servers of one priority.</summary>
    [Range(1, 100)]
    public int Weight { get; init; } = 50;

    /// <summary>After this time without an answer a packet counts as lost.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How often it gets one request before another server does.</summary>
    [Range(1, 10)]
    public int Tries { get; init; } = 2;

    /// <summary>Packets lost one after another that make it dead.</summary>
    [Range(1, 100)]
    public int Losses { get; init; } = 5;

    /// <summary>How long a dead one is left alone.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan DeadTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether a dead one is asked with Status-Server whether it is back.</summary>
    public bool StatusServer { get; init; } = true;

    /// <summary>Whether its answers need a Message-Authenticator.</summary>
    public bool RequireMessageAuthenticator { get; init; } = true;
}
