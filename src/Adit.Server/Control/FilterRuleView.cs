namespace Adit.Server.Control;

/// <summary>A rule of an interface's filter, or behind its last rule, what becomes of everything else.</summary>
/// <param name="Interface">The interface's name.</param>
/// <param name="Direction"><c>in</c> or <c>out</c>, seen from this machine.</param>
/// <param name="Family"><c>ipv4</c>, <c>ipv6</c> or <c>both</c>.</param>
/// <param name="Rule">What it means, in words.</param>
/// <param name="Action"><c>permit</c> or <c>drop</c>.</param>
/// <param name="Packets">Packets that met it since the filters were last changed.</param>
/// <param name="Bytes">Their bytes, with IP headers.</param>
public sealed record FilterRuleView(string Interface, string Direction, string Family, string Rule, string Action, long Packets, long Bytes);
