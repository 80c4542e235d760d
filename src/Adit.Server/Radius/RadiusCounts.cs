using Adit.Protocols.Radius;
using Adit.Server.Monitoring;

namespace Adit.Server.Radius;

/// <summary>What became of RADIUS packets. Any thread may count.</summary>
internal sealed class RadiusCounts
{
    /// <summary>Answers, by their kind.</summary>
    public CountsByWord Answers { get; } = new();

    /// <summary>Packets without an answer, by the reason.</summary>
    public CountsByWord Drops { get; } = new();

    public void Answered(RadiusCode code) => Answers.Count(code.ToString());

    public void Dropped(string reason) => Drops.Count(reason);
}
