using System.Runtime.Versioning;
using System.Xml.Linq;

namespace Masking.Build.Tests;

/// <summary>
/// Items are global to a build, so the targets must not add to items that have a meaning for the SDK or the
/// ahead-of-time compiler.
/// </summary>
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
                <_MaskingIsApplication>true</_MaskingIsApplication>
                <OutDir>out/</OutDir>
              </PropertyGroup>
              <ItemGroup>
                <ReferenceCopyLocalPaths Include="package/lib.so" AssetType="native" DestinationSubDirectory="native/" />
              </ItemGroup>
              <Import Project="{Repository.Root}/src/Masking.Build/build/NativeLibraries.targets" />
            </Project>
            """);

        string items = await Command.Dotnet(
            folder.Path, "msbuild", "application.proj", "-target:LinkNativeLibraries", "-getItem:NativeLibrary");

        Assert.DoesNotContain("lib.so", items);
        Assert.True(File.Exists(folder["out/native/lib.so"]));
    }

    [Theory]
    [InlineData("src/Masking.Build/FromSource.targets")]
    [InlineData("src/Masking.Build/build/CheckTorchSharp.targets")]
    [InlineData("src/Masking.Build/build/NativeLibraries.targets")]
    [InlineData("src/Masking.Build/build/RelaxTorchSharp.targets")]
    public void ItemsOfOurOwn_AreNamedForUs(string file)
    {
        // The lists of the SDK that contain the files to deploy and to clean.
        string[] foreign = ["ReferenceCopyLocalPaths", "NativeCopyLocalItems", "RuntimeTargetsCopyLocalItems", "FileWrites"];

        IEnumerable<string> items = XDocument.Load(Path.Combine(Repository.Root, file))
            .Descendants("Target")
            .Descendants("ItemGroup")
            .Elements()
            .Select(item => item.Name.LocalName);

        Assert.All(items.Except(foreign), name => Assert.StartsWith("_Masking", name));
    }
}
