using System.ComponentModel.DataAnnotations;

namespace Adit.Server.Configuration;

/// <summary>How many sessions each kind of tunnel may have at once, as RRAS counts them: its <em>ports</em>. 0 turns a kind off.</summary>
public sealed record TunnelPorts
{
    /// <summary>More than any server has: only the limit of all sessions counts.</summary>
    private const int NoLimitOfItsOwn = 100_000;

    /// <summary>Sessions over SSTP.</summary>
    [Range(0, NoLimitOfItsOwn)]
    public int Sstp { get; init; } = NoLimitOfItsOwn;

    /// <summary>Those of this kind.</summary>
    public int Of(TunnelKind kind) => kind switch
    {
        TunnelKind.Sstp => Sstp,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
