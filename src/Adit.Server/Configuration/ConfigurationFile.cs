using System.Text.Json.Nodes;

namespace Adit.Server.Configuration;

/// <summary>What can be said about an <c>adit.yaml</c> without a server.</summary>
public static class ConfigurationFile
{
    /// <summary>
    /// Everything that is wrong with a file: in itself, or else on this machine. Throws an I/O exception where it cannot be read.
    /// </summary>
    public static IReadOnlyList<ConfigurationFault> Check(string path)
    {
        try
        {
            return MachineCheck.FaultsOf(ConfigurationReader.ReadWhole(path, File.ReadAllText(path)));
        }
        catch (ConfigurationException e)
        {
            return e.Faults;
        }
    }

    /// <summary>Every key with its value; throws <see cref="ConfigurationException"/>, or an I/O exception.</summary>
    public static JsonObject Show(string path) =>
        EffectiveConfiguration.ToTree(ConfigurationReader.ReadWhole(path, File.ReadAllText(path)).Keys);

    /// <summary>The JSON Schema of the file.</summary>
    public static JsonObject Schema() => ConfigurationSchema.Create();

    /// <summary>A configuration, or the schema, as indented JSON.</summary>
    public static string ToJson(JsonObject tree) => EffectiveConfiguration.ToJson(tree);

    /// <summary>A configuration as an <c>adit.yaml</c> that reads back as the same.</summary>
    public static string ToYaml(JsonObject tree) => EffectiveConfiguration.ToYaml(tree);
}
