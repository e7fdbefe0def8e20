using System.Globalization;
using Masking.Samples.Training;

namespace Masking.Samples.Tests;

public sealed class SettingsTests
{
    [Fact]
    public void TheElementsOfAList_Count()
    {
        Assert.Equal("1, 2", Settings.Of("--sizes", new[] { 1, 2 }).Value);
        Assert.NotEqual(Settings.Of("--sizes", new[] { 1, 2 }), Settings.Of("--sizes", new[] { 1, 3 }));
        Assert.Equal("none", Settings.Of("--sizes", Array.Empty<int>()).Value);
        Assert.Equal("none", Settings.Of("--sizes", null).Value);
        Assert.Equal("True", Settings.Of("--heads", true).Value);
    }

    [Fact]
    public void InEveryCulture_ASettingIsTheSame()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        other.NumberFormat.NumberDecimalSeparator = ",";
        CultureInfo.CurrentCulture = other;
        try
        {
            Assert.Equal("0.5", Settings.Of("--rate", 0.5).Value);
            Assert.Equal("0.5, 1.5", Settings.Of("--rates", new[] { 0.5, 1.5 }).Value);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
