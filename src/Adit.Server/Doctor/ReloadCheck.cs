using System.Text.Json.Nodes;
using Adit.Diagnosis.Findings;
using Adit.Server.Configuration;

namespace Adit.Server.Doctor;

/// <summary>Looks whether the configuration on disk is the one in force.</summary>
internal sealed class ReloadCheck : IServerCheck
{
    private const int MaxKeys = 10;

    public string Component => "configuration";

    public async Task<IReadOnlyList<Finding>> RunAsync(ServerSight sight, CancellationToken cancellation)
    {
        if (sight.Client is not { } client)
            return [];

        var keys = FindDifferences(EffectiveConfiguration.ToTree(sight.Snapshot.Keys), await client.GetConfigurationAsync(cancellation), "").Take(MaxKeys).ToList();
        return keys.Count == 0 ? [] : [Finding.AtServer("configuration", new ServerFault.NotReloaded(keys), state: FindingState.Warning)];
    }

    internal static IEnumerable<string> FindDifferences(JsonObject onDisk, JsonObject inForce, string prefix)
    {
        foreach (var (key, value) in onDisk)
        {
            var other = inForce[key];
            if (value is JsonObject group && other is JsonObject same)
                foreach (var inner in FindDifferences(group, same, $"{prefix}{key}."))
                    yield return inner;
            else if (!JsonNode.DeepEquals(value, other))
                yield return prefix + key;
        }
    }
}
