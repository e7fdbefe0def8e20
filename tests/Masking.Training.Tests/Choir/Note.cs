namespace Masking.Training.Tests;

/// <summary>A note to sing.</summary>
public enum Note { Low, Middle, High }
