using System.Text.Json.Nodes;
using Adit.Server.Configuration;
using Adit.Server.Control;

namespace Adit.Server.Hosting;

/// <summary>
/// Puts the file, as it is now, in force: read and checked whole, made ready where something can fail, and swapped as one snapshot. Until
/// the swap nothing is changed.
/// </summary>
internal sealed class ConfigurationReloader(
    string file, Func<ConfigurationSnapshot> read, ConfigurationSnapshot initial, LiveConfiguration live, IReadOnlyList<IReloadable> parts)
    : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private volatile ConfigurationSnapshot _inForce = initial;

    /// <summary>Every key with the value in force.</summary>
    public IReadOnlyList<KnownKey> Keys => _inForce.Keys;

    /// <summary>Throws what the file, the machine or a part has against it; otherwise gives what changed.</summary>
    public async Task<IReadOnlyList<ChangeView>> ReloadAsync()
    {
        await _one.WaitAsync();
        try
        {
            var next = Read();
            RefuseOtherSource(next);
            var changes = Compare(_inForce.Keys, next.Keys);
            return [.. changes, .. await PutInForceAsync(WithFixedKeysOf(_inForce, next))];
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private ConfigurationSnapshot Read()
    {
        var next = read();
        var faults = MachineCheck.FaultsOf(next);
        return faults.Count == 0 ? next : throw new ConfigurationException(file, faults);
    }

    /// <summary>Who lends addresses asks and is asked all the time: that cannot begin or end under open sessions.</summary>
    private void RefuseOtherSource(ConfigurationSnapshot next)
    {
        if (_inForce.Configuration.Pool.IsLeased == next.Configuration.Pool.IsLeased)
            return;

        var key = next.Keys.First(key => key.Path == "pool");
        throw new ConfigurationException(file, [new ConfigurationFault(
            Math.Max(key.Line, 1), Math.Max(key.Column, 1), "a running server cannot go from a pool of addresses to DHCP, nor back", "Start the server again.")]);
    }

    /// <summary>
    /// The new configuration, but with what stays until the next start; written out and read again, so that whatever the reader derives
    /// from a key is derived from the one in force.
    /// </summary>
    private static ConfigurationSnapshot WithFixedKeysOf(ConfigurationSnapshot running, ConfigurationSnapshot next)
    {
        var kept = running.Keys.Where(key => FixedKeys.Contains(key.Path));
        var tree = EffectiveConfiguration.ToTree(next.Keys.Where(key => !FixedKeys.Contains(key.Path)).Concat(kept));
        return ConfigurationReader.ReadWhole("with what stays until the next start", EffectiveConfiguration.ToYaml(tree));
    }

    private async Task<IReadOnlyList<ChangeView>> PutInForceAsync(ConfigurationSnapshot next)
    {
        var prepared = new List<IPreparedChange>();
        try
        {
            foreach (var part in parts)
                prepared.Add(await part.PrepareAsync(next.Configuration));
            live.Replace(next.Configuration);
            _inForce = next;
            foreach (var change in prepared)
                await change.ApplyAsync();
            return [.. prepared.SelectMany(change => change.Changes)];
        }
        finally
        {
            foreach (var change in prepared)
                await change.DisposeAsync();
        }
    }

    private static List<ChangeView> Compare(IReadOnlyList<KnownKey> running, IReadOnlyList<KnownKey> next) =>
        [.. running.Zip(next).Where(pair => !JsonNode.DeepEquals(pair.First.Value, pair.Second.Value)).Select(pair =>
            new ChangeView(pair.First.Path, TextOf(pair.First), TextOf(pair.Second), FixedKeys.Contains(pair.First.Path)))];

    private static string TextOf(KnownKey key) => key.Value switch
    {
        null => key.Default,
        JsonArray { Count: 0 } => "[]",
        JsonArray list => string.Join(", ", list.Select(item => item is JsonValue ? item.ToString() : item?.ToJsonString())),
        var value => value.ToString(),
    };
}
