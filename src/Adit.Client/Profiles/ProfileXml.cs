using Adit.Protocols.Ip;

namespace Adit.Client.Profiles;

/// <summary>
/// Reads what Windows' administrators deploy: a VPNProfile (ProfileXML), or its EapHostConfig alone. What this client can do becomes keys
/// of a connection's file; everything else is named with its line.
/// </summary>
public static class ProfileXml
{
    /// <summary>Reads a document; throws <see cref="ProfileException"/> where it is no profile.</summary>
    public static ImportedProfile Read(string text)
    {
        var root = XmlPart.Parse(text);
        var profile = new ImportedProfile();
        if (root.Name is "VPNProfile")
            ReadProfile(root, profile);
        else if (root.Name is "EapHostConfig")
            EapHostConfig.Read(root, profile);
        else
            throw new ProfileException(new ProfileFailure.FileUnreadable($"It begins with {root.Name}, and not with VPNProfile or EapHostConfig."), root.Line);

        foreach (var part in root.Left())
            profile.Report(part, new ProfileFailure.NotUnderstood(part.Name), isFatal: false);
        return profile;
    }

    private static void ReadProfile(XmlPart root, ImportedProfile profile)
    {
        profile.Name = root.Take("ProfileName")?.Text;
        if (root.Take("NativeProfile") is { } native)
            ReadNative(native, profile);
        else
            profile.Report(root, new ProfileFailure.Incomplete("NativeProfile"));

        ReadRoutes(root, profile);
        if (root.Take("UseRasCredentials") is { } offers && profile.Flag(offers) is true)
            profile.Report(offers, new ProfileFailure.OffersCredentialsInside(), isFatal: false);
        if (profile.Flag(root.Take("LockDown")) is true)
            profile.Set("lockdown", "on");
        if (profile.Flag(root.Take("AlwaysOn")) is { } isAlwaysOn)
            profile.Set("reconnect", isAlwaysOn ? "true" : "false");
    }

    private static void ReadNative(XmlPart native, ImportedProfile profile)
    {
        ReadServer(native, profile);
        ReadTunnel(native, profile);
        ReadAuthentication(native, profile);
        if (native.Take("RoutingPolicyType") is { } routing)
            profile.Set("defaultRoute", routing.Text.Equals("SplitTunnel", StringComparison.OrdinalIgnoreCase) ? "false" : "true");
        if (native.Take("DisableClassBasedDefaultRoute") is { } classRoute && profile.Flag(classRoute) is false && profile.Find("defaultRoute") is "false")
            profile.Report(classRoute, new ProfileFailure.NotUnderstood(classRoute.Name), isFatal: false); // only what is named goes through the tunnel
    }

    /// <summary>Several servers are divided by commas, each with a name for people behind a semicolon. The first counts.</summary>
    private static void ReadServer(XmlPart native, ImportedProfile profile)
    {
        var servers = native.Take("Servers");
        var hosts = servers?.Text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(entry => entry.Split(';')[0].Trim()).Where(host => host.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).ToList() ?? [];
        if (hosts.Count == 0)
            profile.Report(servers ?? native, new ProfileFailure.Incomplete("Servers"));
        else
            profile.Set("host", hosts[0]);
        foreach (var other in hosts.Skip(1))
            profile.Report(servers!, new ProfileFailure.ValueNotUnderstood("Servers", other), isFatal: false);
    }

    private static void ReadTunnel(XmlPart native, ImportedProfile profile)
    {
        var type = native.Take("NativeProtocolType");
        var list = native.Take("ProtocolList")?.TakeAll("NativeProtocol").SelectMany(entry => entry.TakeAll("Type")).Select(entry => entry.Text).ToList() ?? [];
        profile.Set("tunnel", "sstp");
        if (type is null || Is(type.Text, "Automatic") || Is(type.Text, "SSTP") || list.Exists(entry => Is(entry, "SSTP")))
            return;

        profile.Report(type, new ProfileFailure.TunnelUnsupported(type.Text));
    }

    private static void ReadAuthentication(XmlPart native, ImportedProfile profile)
    {
        if (native.Take("Authentication") is not { } authentication)
            return;

        var method = authentication.Take("UserMethod");
        if (authentication.TakePath("Eap", "Configuration") is { } configuration)
            ReadEap(configuration, profile);
        else if (method is not null && Is(method.Text, "MSChapv2"))
            profile.Set("auth", "mschapv2");
        else if (method is not null)
            profile.Report(method, new ProfileFailure.ValueNotUnderstood(method.Name, method.Text));
    }

    /// <summary>The configuration stands there as elements, or as text with its brackets escaped.</summary>
    private static void ReadEap(XmlPart configuration, ImportedProfile profile)
    {
        var isText = configuration.Text.StartsWith('<');
        var host = isText ? XmlPart.Parse(configuration.Text, configuration.Line) : configuration.Take("EapHostConfig");
        if (host is null)
        {
            profile.Report(configuration, new ProfileFailure.Incomplete("EapHostConfig"));
            return;
        }

        EapHostConfig.Read(host, profile);
        foreach (var part in isText ? host.Left() : [])
            profile.Report(part, new ProfileFailure.NotUnderstood(part.Name), isFatal: false);
    }

    private static void ReadRoutes(XmlPart root, ImportedProfile profile)
    {
        var routes = root.TakeAll("Route").Select(part => ReadRoute(part, profile)).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (routes.Count > 0)
            profile.Set("routes", string.Join(", ", routes));
    }

    private static string? ReadRoute(XmlPart part, ImportedProfile profile)
    {
        var text = $"{part.Take("Address")?.Text}/{part.Take("PrefixSize")?.Text}";
        if (part.Take("ExclusionRoute") is { } exclusion && profile.Flag(exclusion) is true)
        {
            profile.Report(exclusion, new ProfileFailure.NotUnderstood(exclusion.Name), isFatal: false);
            return null;
        }

        if (Ipv4Network.TryParse(text, out var network))
            return network.ToString();

        profile.Report(part, new ProfileFailure.ValueNotUnderstood(part.Name, text));
        return null;
    }

    private static bool Is(string text, string word) => text.Equals(word, StringComparison.OrdinalIgnoreCase);
}
