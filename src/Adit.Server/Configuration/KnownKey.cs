namespace Adit.Server.Configuration;

/// <summary>A key of <c>adit.yaml</c> as the reader knows it: what its documentation must say.</summary>
/// <param name="Path">With its groups: <c>ppp.echoInterval</c>.</param>
/// <param name="Takes">Which values, in words.</param>
/// <param name="Default">What holds without it.</param>
internal sealed record KnownKey(string Path, string Takes, string Default);
