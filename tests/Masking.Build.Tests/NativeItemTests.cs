using System.Runtime.Versioning;
using System.Xml.Linq;

namespace Masking.Build.Tests;

/// <summary>Items are global to a build: a name that the SDK or the ahead-of-time compiler gives a meaning is not ours to fill.</summary>
[SupportedOSPlatform("linux")]
public sealed class NativeItemTests
{
    [Fact]
    public async Task LinkedLibraries_AreNoInputOfTheNativeLinker()
    {
        using TemporaryFolder folder = new();
        folder.Write("package/lib.so", MadeUpElf.Needing("GLIBCXX_3.4"));
        folder.Write("application.proj", $"""
            <Project>
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <OutDir>out/</OutDir>
              </PropertyGroup>
              <ItemGroup>
                <ReferenceCopyLocalPaths Include="package/lib.so" AssetType="native" DestinationSubDirectory="native/" />
              </ItemGroup>
              <Import Project="{Repository.Root}/Directory.Build.targets" />
            </Project>
            """);

        string items = await Command.Dotnet(
            folder.Path, "msbuild", "application.proj", "-target:LinkNativeLibraries", "-getItem:NativeLibrary");

        Assert.DoesNotContain("lib.so", items);
        Assert.True(File.Exists(folder["out/native/lib.so"]));
    }

    [Theory]
    [InlineData("Directory.Build.targets")]
    [InlineData("src/Masking.Build/FromSource.targets")]
    [InlineData("src/Masking.Build/build/Masking.Build.targets")]
    public void ItemsOfOurOwn_AreNamedForUs(string file)
    {
        // The SDK's lists of what is deployed and cleaned.
        string[] foreign = ["ReferenceCopyLocalPaths", "NativeCopyLocalItems", "RuntimeTargetsCopyLocalItems", "FileWrites"];

        IEnumerable<string> items = XDocument.Load(Path.Combine(Repository.Root, file))
            .Descendants("Target")
            .Descendants("ItemGroup")
            .Elements()
            .Select(item => item.Name.LocalName);

        Assert.All(items.Except(foreign), name => Assert.StartsWith("_Masking", name));
    }
}
